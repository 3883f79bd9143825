package dev.parley.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All of Parley in one event loop and in memory, as far as a load of direct conversations can see.
 * The token is the user's name. Every so many messages it can do something wrong.
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
  private final Map<String, Channel> channels = new HashMap<>();
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

  private void request(String user, JsonNode request) {
    JsonNode params = request.get("params");
    long id = request.get("id").asLong();
    if (request.get("method").asText().equals("conversation:create")) {
      String other = params.get("memberIds").get(0).asText();
      String conversation = "c-" + user;
      members.put(conversation, List.of(user, other));
      reply(user, id, "{\"conversationId\":\"%s\",\"type\":\"direct\"}".formatted(conversation));
    } else {
      send(user, id, params);
    }
  }

  private void send(String user, long id, JsonNode params) {
    boolean faulty = ++sends % EVERY == 0;
    if (faulty && fault == Fault.REFUSE) {
      text(user, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"error\":{\"code\":-32003}}".formatted(id));
      return;
    }
    if (faulty && fault == Fault.DISCONNECT) {
      channels.get(user).close();
      return;
    }
    String conversation = params.get("conversationId").asText();
    int seq = lastSeq.merge(conversation, 1, Integer::sum);
    String place =
        "\"conversationId\":\"%s\",\"messageId\":\"%s:%d\",\"seq\":%d"
            .formatted(conversation, conversation, seq, seq);
    reply(user, id, "{%s,\"sentAt\":\"2026-11-20T10:00:00.123Z\"}".formatted(place));
    String event =
        "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":{%s,\"senderId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":%s}}"
            .formatted(place, user, params.get("clientMessageId").asText(), params.get("content"));
    for (String member : members.get(conversation)) {
      if (!member.equals(user)) {
        int times = faulty && fault == Fault.LOSE ? 0 : faulty && fault == Fault.DUPLICATE ? 2 : 1;
        for (int i = 0; i < times; i++) {
          text(member, event);
        }
      }
    }
  }

  private void reply(String user, long id, String result) {
    text(user, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(id, result));
  }

  private void text(String user, String json) {
    Channel channel = channels.get(user);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ByteBuf frame = channel.alloc().buffer(bytes.length + 4).writeByte(0x81);
    if (bytes.length < 126) {
      frame.writeByte(bytes.length);
    } else {
      frame.writeByte(126).writeShort(bytes.length);
    }
    channel.writeAndFlush(frame.writeBytes(bytes));
  }

  private final class Session extends ByteToMessageDecoder {

    private String user;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Exception {
      if (user == null) {
        upgrade(ctx, in);
      } else {
        frame(in);
      }
    }

    private void upgrade(ChannelHandlerContext ctx, ByteBuf in) {
      String request = in.toString(StandardCharsets.US_ASCII);
      if (request.endsWith("\r\n\r\n")) {
        in.skipBytes(in.readableBytes());
        user = request.replaceAll("(?s).*Authorization: Bearer (\\S+).*", "$1");
        channels.put(user, ctx.channel());
        String response = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
        ctx.write(ctx.alloc().buffer().writeBytes(response.getBytes(StandardCharsets.US_ASCII)));
        text(user, "{\"jsonrpc\":\"2.0\",\"method\":\"ready\",\"params\":{}}");
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
        request(user, JSON.readTree(text));
      }
    }
  }
}
