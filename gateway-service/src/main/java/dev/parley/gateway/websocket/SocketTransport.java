package dev.parley.gateway.websocket;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.auth.ConnectCheck;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.session.WireProtocol;
import io.micrometer.core.instrument.Metrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket as a transport: one frame is one text message. What waits to be sent is bounded; a
 * client that lets more than that pile up is closed with {@link CloseCode#SLOW_CONSUMER}.
 *
 * <p>It also works on the channel beneath the WebSocket, because websockets-next has no way to
 * flush several messages at once, to end a connection whose peer reads nothing (a close frame waits
 * behind all the rest), or to name its event loop.
 */
public final class SocketTransport implements Transport {

  /**
   * Messages after which a flush happens in any case; else when the channel's buffer is above its
   * high-water mark (64 KiB), and at the end of the event loop's turn.
   */
  private static final int MESSAGES_PER_FLUSH = 16;

  private final WebSocketConnection connection;
  private final Channel channel;
  private final ChannelHandlerContext beneath;
  private final WireProtocol protocol;
  private final long maxOutstanding;
  private final long closeTimeoutMillis;

  private long outstanding;
  private boolean closing;

  private SocketTransport(
      WebSocketConnection connection, WireProtocol protocol, GatewaySettings.Session settings) {
    this.connection = connection;
    this.protocol = protocol;
    // The only way there: an internal class of Vert.x 4, proven by every test that connects.
    ConnectionBase raw = (ConnectionBase) connection.userData().get(ConnectCheck.CONNECTION);
    this.channel = raw.channel();
    this.beneath = raw.channelHandlerContext();
    this.maxOutstanding = settings.maxOutstanding().asLongValue();
    this.closeTimeoutMillis = settings.closeTimeout().toMillis();
  }

  /** The transport of a connection that {@link ConnectCheck} has let in. On its event loop. */
  public static SocketTransport of(
      WebSocketConnection connection, WireProtocol protocol, GatewaySettings.Session settings) {
    SocketTransport transport = new SocketTransport(connection, protocol, settings);
    transport.channel.pipeline().addFirst(new FlushConsolidationHandler(MESSAGES_PER_FLUSH, true));
    return transport;
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
  public void write(Frame frame) {
    if (closing) {
      return;
    }
    if (outstanding + frame.bytes() > maxOutstanding) {
      Log.infof("connection %s reads too slowly: closed", connection.id());
      close(CloseCode.SLOW_CONSUMER);
      return;
    }
    outstanding += frame.bytes();
    connection
        .sendText(frame.text())
        .subscribe()
        .with(sent -> settled(frame), connectionIsGone -> settled(frame));
  }

  private void settled(Frame frame) {
    outstanding -= frame.bytes();
  }

  @Override
  public void close(CloseCode code) {
    if (closing || connection.isClosed()) {
      return;
    }
    closing = true;
    Metrics.counter("parley.sessions.closed", "reason", code.reason()).increment();
    connection
        .close(new CloseReason(code.number(), code.reason()))
        .subscribe()
        .with(said -> {}, alreadyGone -> {});
    var unusedFuture =
        channel.eventLoop().schedule(this::cut, closeTimeoutMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the connection whether or not the peer has read what was written. From beneath Vert.x's
   * own handler, which would write all the rest before it closes.
   */
  private void cut() {
    var unusedFuture = beneath.close();
  }
}
