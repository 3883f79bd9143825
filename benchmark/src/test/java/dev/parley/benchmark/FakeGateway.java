package dev.parley.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All of Parley, and all of the Socket.IO peer, in one event loop and in memory, as far as a load
 * can see. The token is the user's name. Every so many messages it can do something wrong.
 */
final class FakeGateway implements AutoCloseable {

  /** What it does wrong with the delivery of a message. */
  enum Fault {
    NONE,
    LOSE,
    DUPLICATE,
    REFUSE,
    DISCONNECT
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVERY = 50;

  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, List<String>> members = new HashMap<>();
  private final Map<String, Integer> lastSeq = new HashMap<>();
  private final Fault fault;
  private final Channel server;
  private int sends;

  FakeGateway(Fault fault) {
    this.fault = fault;
    server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Session());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void request(String user, long id, String method, JsonNode params) {
    if (method.equals("conversation:create")) {
      String conversation = "c-" + user;
      List<String> all = new ArrayList<>(List.of(user));
      params.get("memberIds").forEach(other -> all.add(other.asText()));
      members.put(conversation, all);
      sessions.get(user).reply(id, "{\"conversationId\":\"%s\"}".formatted(conversation));
    } else {
      send(user, id, params);
    }
  }

  private void send(String user, long id, JsonNode params) {
    boolean faulty = ++sends % EVERY == 0;
    if (faulty && fault == Fault.REFUSE) {
      sessions.get(user).refuse(id);
      return;
    }
    if (faulty && fault == Fault.DISCONNECT) {
      sessions.get(user).channel.close();
      return;
    }
    String conversation = params.get("conversationId").asText();
    int seq = lastSeq.merge(conversation, 1, Integer::sum);
    String place =
        "\"conversationId\":\"%s\",\"messageId\":\"%s:%d\",\"seq\":%d"
            .formatted(conversation, conversation, seq, seq);
    sessions.get(user).reply(id, "{%s,\"sentAt\":\"2026-11-20T10:00:00.123Z\"}".formatted(place));
    String event =
        "{%s,\"senderId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":%s}"
            .formatted(place, user, params.get("clientMessageId").asText(), params.get("content"));
    for (String member : members.get(conversation)) {
      if (!member.equals(user)) {
        int times = faulty && fault == Fault.LOSE ? 0 : faulty && fault == Fault.DUPLICATE ? 2 : 1;
        for (int i = 0; i < times; i++) {
          sessions.get(member).event("message:new", event);
        }
      }
    }
  }

  private final class Session extends ByteToMessageDecoder {

    private Channel channel;
    private boolean upgraded;
    private boolean socketIo;
    private String user;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      channel = ctx.channel();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Exception {
      if (upgraded) {
        frame(in);
      } else {
        upgrade(in);
      }
    }

    void reply(long id, String result) {
      text(
          socketIo
              ? "43%d[%s]".formatted(id, result)
              : "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(id, result));
    }

    void refuse(long id) {
      text(
          socketIo
              ? "43%d[{\"error\":\"refused\"}]".formatted(id)
              : "{\"jsonrpc\":\"2.0\",\"id\":%d,\"error\":{\"code\":\"refused\"}}".formatted(id));
    }

    void event(String name, String params) {
      text(
          socketIo
              ? "42[\"%s\",%s]".formatted(name, params)
              : "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(name, params));
    }

    private void upgrade(ByteBuf in) {
      String request = in.toString(StandardCharsets.US_ASCII);
      if (request.endsWith("\r\n\r\n")) {
        in.skipBytes(in.readableBytes());
        upgraded = true;
        socketIo = request.startsWith("GET /socket.io/?EIO=4&transport=websocket ");
        String response = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
        channel.write(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII));
        if (socketIo) {
          text("0{\"sid\":\"s\",\"pingInterval\":25000}");
        } else {
          begin(request.replaceAll("(?s).*Authorization: Bearer (\\S+).*", "$1"));
        }
      }
    }

    private void begin(String token) {
      user = token;
      sessions.put(user, this);
      event("ready", "{}");
    }

    private void packet(String text) throws Exception {
      if (text.startsWith("40")) {
        text("40{\"sid\":\"s\"}");
        begin(JSON.readTree(text.substring(2)).get("token").asText());
      } else {
        int data = text.indexOf('[');
        JsonNode event = JSON.readTree(text.substring(data));
        long id = Long.parseLong(text.substring(2, data));
        request(user, id, event.get(0).asText(), event.get(1));
      }
    }

    private void frame(ByteBuf in) throws Exception {
      int start = in.readerIndex();
      if (in.readableBytes() < 8) {
        return;
      }
      int length = in.getUnsignedByte(start + 1) & 0x7F;
      int header = 2;
      if (length == 126) {
        length = in.getUnsignedShort(start + 2);
        header = 4;
      }
      if (in.readableBytes() >= header + 4 + length) {
        byte[] mask = new byte[4];
        byte[] text = new byte[length];
        in.skipBytes(header).readBytes(mask).readBytes(text);
        for (int i = 0; i < length; i++) {
          text[i] ^= mask[i & 3];
        }
        if (socketIo) {
          packet(new String(text, StandardCharsets.UTF_8));
        } else {
          JsonNode request = JSON.readTree(text);
          long id = request.get("id").asLong();
          request(user, id, request.get("method").asText(), request.get("params"));
        }
      }
    }

    private void text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuf frame = channel.alloc().buffer(bytes.length + 4).writeByte(0x81);
      if (bytes.length < 126) {
        frame.writeByte(bytes.length);
      } else {
        frame.writeByte(126).writeShort(bytes.length);
      }
      channel.writeAndFlush(frame.writeBytes(bytes));
    }
  }
}
