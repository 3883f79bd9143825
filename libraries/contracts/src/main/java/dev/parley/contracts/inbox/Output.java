package dev.parley.contracts.inbox;

import dev.parley.contracts.envelope.RawJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A growing byte buffer with the primitives of {@link InboxEntryCodec}. */
final class Output {

  private static final int MAX_TEXT = 0xFFFF;

  private ByteBuffer buffer = ByteBuffer.allocate(1024);

  void writeByte(int value) {
    room(1).put((byte) value);
  }

  void writeShort(int value) {
    if (value > MAX_TEXT) {
      throw new IllegalArgumentException(value + " is more than " + MAX_TEXT);
    }
    room(Short.BYTES).putShort((short) value);
  }

  void writeLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void flag(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** How many there are (2 bytes), and the texts. */
  void texts(List<String> texts) {
    writeShort(texts.size());
    texts.forEach(this::text);
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeShort(utf8.length);
    room(utf8.length).put(utf8);
  }

  void payload(RawJson payload) {
    room(Integer.BYTES + payload.length()).putInt(payload.length()).put(payload.utf8());
  }

  /** Starts an item and returns where its length has to go. */
  int begin(byte kind) {
    writeByte(kind);
    room(Integer.BYTES).putInt(0);
    return buffer.position();
  }

  void end(int start) {
    buffer.putInt(start - Integer.BYTES, buffer.position() - start);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
    }
    return buffer;
  }
}
