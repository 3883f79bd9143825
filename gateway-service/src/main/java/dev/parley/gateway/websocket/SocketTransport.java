package dev.parley.gateway.websocket;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.auth.ConnectCheck;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Outbound;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.session.WireProtocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket as a transport: one frame is one text message. What waits to be sent is bounded
 * ({@link Outbound}); a client that lets more than that pile up is closed with {@link
 * CloseCode#SLOW_CONSUMER}. A peer that is not heard after a ping is cut.
 *
 * <p>It also works on the channel beneath the WebSocket, because websockets-next has no way to send
 * what is encoded already or to flush several messages at once, to end a connection whose peer
 * reads nothing (a close frame waits behind all the rest), or to name its event loop.
 */
public final class SocketTransport implements Transport {

  /**
   * The channel also holds what does not go through here, pongs, and counts about 100 bytes more
   * for every frame: so many times the limit is beyond what any peer that reads comes to.
   */
  private static final int CHANNEL_FACTOR = 4;

  private static final int PING_BYTES = 2;
  private static final RawJson EMPTY = RawJson.of("{}");

  private final WebSocketConnection connection;
  private final Channel channel;
  private final ChannelHandlerContext beneath;
  private final WireProtocol protocol;
  private final SocketTransports shared;
  private final Outbound outbound;
  private final Pulse pulse;

  private final Flushes flushes;

  private boolean closing;

  /** Whether {@link #flushes} knows that something was written. */
  private boolean unflushed;

  SocketTransport(WebSocketConnection connection, WireProtocol protocol, SocketTransports shared) {
    this.connection = connection;
    this.protocol = protocol;
    this.shared = shared;
    // The only way there: an internal class of Vert.x 4, proven by every test that connects.
    ConnectionBase raw = (ConnectionBase) connection.userData().get(ConnectCheck.CONNECTION);
    this.channel = raw.channel();
    this.beneath = raw.channelHandlerContext();
    this.flushes = shared.flushes(channel.eventLoop());
    this.outbound = new Outbound(shared.limits());
    this.pulse =
        new Pulse(
            shared.settings().heartbeat(), shared.settings().pongTimeout(), System.nanoTime());
  }

  /** Puts itself onto the channel, in place of the time limit for HTTP without traffic; once. */
  void begin() {
    channel.pipeline().addFirst(new Gate());
    if (channel.pipeline().get(IdleStateHandler.class) != null) {
      channel.pipeline().remove(IdleStateHandler.class);
    }
    channel.closeFuture().addListener(ended -> ended());
  }

  /** The connection is gone, on its loop. */
  private void ended() {
    if (!closing) {
      shared.closed("peer");
    }
  }

  @Override
  public WireProtocol protocol() {
    return protocol;
  }

  @Override
  public Executor loop() {
    return channel.eventLoop();
  }

  @Override
  public long outstanding() {
    return outbound.bytes();
  }

  @Override
  public void write(Frame frame) {
    if (closing) {
      return;
    }
    switch (outbound.offer(frame.kind(), frame.length())) {
      case SEND -> send(frame);
      case DROP -> drop(frame);
      case OVERFLOW -> closeSlow();
    }
  }

  private void send(Frame frame) {
    int bytes = frame.length();
    var unusedFuture =
        beneath
            .write(TextFrames.encode(frame.utf8(), channel.alloc()))
            .addListener(sentOrGone -> settled(bytes));
    if (!channel.isWritable()) {
      beneath.flush();
    } else if (!unflushed) {
      unflushed = true;
      flushes.add(this);
    }
  }

  /** Sends what was written. */
  void flush() {
    unflushed = false;
    beneath.flush();
  }

  private void settled(int bytes) {
    if (outbound.sent(bytes) && !closing) {
      shared.resynced();
      write(protocol.event("resync", EMPTY));
    }
  }

  private void drop(Frame frame) {
    if (frame.kind() == Frame.Kind.EVENT) {
      shared.eventDropped();
    } else {
      shared.transientDropped();
    }
  }

  @Override
  public void look(long now) {
    if (closing) {
      return;
    }
    if (outbound.isStalled(now)) {
      closeSlow();
    } else if (pulse.isDead(now)) {
      Log.debugf("connection %s answers no ping: cut", connection.id());
      cutBecause("dead_peer");
    } else if (pulse.isPingDue(now)) {
      ping(now);
    }
  }

  private void ping(long now) {
    if (outbound.offer(Frame.Kind.REPLY, PING_BYTES) != Outbound.Verdict.SEND) {
      return; // So much waits that whether it goes out says enough.
    }
    pulse.pinging(now);
    connection
        .sendPing(Buffer.buffer())
        .invoke(() -> pulse.pingOut(System.nanoTime()))
        .subscribe()
        .with(sent -> settled(PING_BYTES), connectionIsGone -> settled(PING_BYTES));
  }

  private void closeSlow() {
    Log.infof("connection %s reads too slowly: closed", connection.id());
    close(CloseCode.SLOW_CONSUMER);
  }

  @Override
  public void close(CloseCode code) {
    if (closing || connection.isClosed()) {
      return;
    }
    closing = true;
    shared.closed(code.reason());
    connection
        .close(new CloseReason(code.number(), code.reason()))
        .subscribe()
        .with(said -> {}, alreadyGone -> {});
    var unusedFuture =
        channel
            .eventLoop()
            .schedule(
                this::cut, shared.settings().closeTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cutBecause(String reason) {
    closing = true;
    shared.closed(reason);
    cut();
  }

  /**
   * Ends the connection whether or not the peer has read what was written. From beneath Vert.x's
   * own handler, which would write all the rest before it closes.
   */
  private void cut() {
    var unusedFuture = beneath.close();
  }

  /** The first on the channel: hears every byte. */
  private final class Gate extends ChannelInboundHandlerAdapter {

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
      pulse.heard();
      super.channelReadComplete(context);
      if (!channel.isWritable() && !closing && isFlooded()) {
        Log.infof("connection %s pings and reads nothing: cut", connection.id());
        cutBecause(CloseCode.SLOW_CONSUMER.reason());
      }
    }

    /** Whether more waits in the channel than frames alone come to: the answers to pings. */
    private boolean isFlooded() {
      ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
      return waiting != null
          && waiting.totalPendingWriteBytes() > CHANNEL_FACTOR * shared.limits().max();
    }
  }
}
