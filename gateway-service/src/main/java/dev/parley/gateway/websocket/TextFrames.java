package dev.parley.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Text messages as a server sends them: one unmasked, final frame without extensions (RFC 6455,
 * section 5.2). Pure functions, safe from any thread.
 */
final class TextFrames {

  private static final int FINAL_TEXT = 0x81;
  private static final int MAX_HEADER = 10;
  private static final int MAX_TINY = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_TWO_BYTES = 0xffff;

  private TextFrames() {}

  /**
   * The message as bytes on the wire.
   *
   * @param utf8 its text
   */
  static ByteBuf encode(byte[] utf8, ByteBufAllocator buffers) {
    ByteBuf frame = buffers.directBuffer(MAX_HEADER + utf8.length);
    frame.writeByte(FINAL_TEXT);
    if (utf8.length <= MAX_TINY) {
      frame.writeByte(utf8.length);
    } else if (utf8.length <= MAX_TWO_BYTES) {
      frame.writeByte(TWO_BYTES).writeShort(utf8.length);
    } else {
      frame.writeByte(EIGHT_BYTES).writeLong(utf8.length);
    }
    return frame.writeBytes(utf8);
  }
}
