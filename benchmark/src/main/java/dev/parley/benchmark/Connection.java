package dev.parley.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A WebSocket connection (RFC 6455) of a client, no more than a load generator needs: the upgrade,
 * whole text frames, ping and close. Everything happens on its event loop; what is sent while a
 * read is being worked off is flushed once, at its end.
 */
// A write or a close that fails shows as the end of the connection, which the listener is told.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ByteToMessageDecoder {

  /** What happens on a connection. Called on its event loop; {@link #closed} at most once. */
  interface Listener {

    /** A text frame; the array is valid during the call only. */
    void text(byte[] frame, int length);

    void closed(String why);
  }

  private static final int FIN_TEXT = 0x81;
  private static final int FIN_PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FIRST_FRAME = 512;
  private static final int MAX_RESPONSE = 16 * 1024;

  /** A client must mask (section 5.3). The key may be any; a fixed one is as much work for both. */
  private static final byte[] MASK = {0x5A, 0x13, 0x7C, 0x29};

  private final String request;
  private final Listener listener;
  private byte[] frame = new byte[FIRST_FRAME];
  private ChannelHandlerContext context;
  private boolean upgraded;
  private boolean reading;
  private boolean over;

  /**
   * One connection to be.
   *
   * @param request the HTTP request that asks for the upgrade
   */
  Connection(String request, Listener listener) {
    this.request = request;
    this.listener = listener;
  }

  /** Sends a text frame; the array may be used again at once. */
  void send(byte[] text, int length) {
    write(FIN_TEXT, text, length);
    if (!reading) {
      context.flush();
    }
  }

  void close() {
    over = true;
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(request.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
    reading = true;
    super.channelRead(ctx, bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    reading = false;
    ctx.flush();
    super.channelReadComplete(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
    } else if (!upgraded) {
      readResponse(in);
    } else {
      readFrame(in);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail("the server closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause.toString());
  }

  private void readResponse(ByteBuf in) {
    String response = in.toString(StandardCharsets.US_ASCII);
    int end = response.indexOf("\r\n\r\n");
    if (end < 0) {
      if (response.length() > MAX_RESPONSE) {
        fail("no end of the response's headers");
      }
      return;
    }
    in.skipBytes(end + 4);
    upgraded = response.startsWith("HTTP/1.1 101 ");
    if (!upgraded) {
      fail("no upgrade: " + response.substring(0, response.indexOf('\r')));
    }
  }

  private void readFrame(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return;
    }
    int first = in.getUnsignedByte(start);
    int length = in.getUnsignedByte(start + 1);
    int header = length == LENGTH_16 ? 4 : 2;
    if (available < header) {
      return;
    }
    if (length == LENGTH_16) {
      length = in.getUnsignedShort(start + 2);
    } else if (length >= LENGTH_64) {
      fail("a frame of more than 64 KiB, or a masked one");
      return;
    }
    if (available < header + length) {
      return;
    }
    if (length > frame.length) {
      frame = new byte[length];
    }
    in.skipBytes(header).readBytes(frame, 0, length);
    take(first, length);
  }

  private void take(int first, int length) {
    switch (first) {
      case 0x80 | TEXT -> listener.text(frame, length);
      case 0x80 | PING -> write(FIN_PONG, frame, length);
      case 0x80 | PONG -> {}
      case 0x80 | CLOSE -> fail("close frame " + closeCode(length));
      default -> fail("a frame that starts with " + first);
    }
  }

  private int closeCode(int length) {
    return length < 2 ? 0 : (frame[0] & 0xFF) << 8 | frame[1] & 0xFF;
  }

  private void write(int first, byte[] payload, int length) {
    ByteBuf out = context.alloc().buffer(length + 8);
    out.writeByte(first);
    if (length < LENGTH_16) {
      out.writeByte(MASKED | length);
    } else {
      out.writeByte(MASKED | LENGTH_16).writeShort(length);
    }
    out.writeBytes(MASK);
    int at = out.writerIndex();
    out.writeBytes(payload, 0, length);
    for (int i = 0; i < length; i++) {
      out.setByte(at + i, payload[i] ^ MASK[i & 3]);
    }
    context.write(out, context.voidPromise());
  }

  private void fail(String why) {
    if (!over) {
      over = true;
      listener.closed(why);
      context.close();
    }
  }
}
