package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a test of a door has in common: the server's side of its connection, and its guest. */
abstract class DoorTest implements Door.Guest {

  static final String PLACE =
      "\"conversationId\":\"c1\",\"messageId\":\"c1:7\",\"seq\":7,\"sentAt\":\"2026-11-20T10:00:00.123Z\"";
  static final String MESSAGE =
      "{\"conversationId\":\"c1\",\"messageId\":\"c1:7\",\"seq\":7,\"senderId\":\"ann\","
          + "\"clientMessageId\":\"12-34\",\"content\":{\"type\":\"text\",\"text\":\"hi\"}}";
  static final String CONTENT =
      "{\"conversationId\":\"c1\",\"clientMessageId\":\"3-5\",\"content\":{\"type\":\"text\",\"text\":"
          + "\"The quick brown fox jumps over the lazy dog, and then once more.\"}}";

  final List<String> told = new ArrayList<>();
  Door door;
  private EmbeddedChannel channel;

  /** Connects and returns the HTTP request. */
  String open(Door opened) {
    door = opened;
    channel = new EmbeddedChannel(door.connect(URI.create("http://127.0.0.1:8080"), "t0ken"));
    ByteBuf request = channel.readOutbound();
    channel.writeInbound(bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    return request.toString(StandardCharsets.US_ASCII);
  }

  /** The server says something. */
  void hear(String text) {
    ByteBuf payload = bytes(text);
    int length = payload.readableBytes();
    ByteBuf frame = channel.alloc().buffer().writeByte(0x81);
    if (length < 126) {
      frame.writeByte(length);
    } else {
      frame.writeByte(126).writeShort(length);
    }
    channel.writeInbound(frame.writeBytes(payload));
  }

  /** What the door has said next, in a masked text frame. */
  String said() {
    ByteBuf frame = channel.readOutbound();
    assertEquals(0x81, frame.readUnsignedByte());
    int length = frame.readUnsignedByte() & 0x7F;
    byte[] text = new byte[length == 126 ? frame.readUnsignedShort() : length];
    byte[] mask = new byte[4];
    frame.readBytes(mask).readBytes(text);
    assertEquals(0, frame.readableBytes());
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i & 3];
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  void assertClosed() {
    assertFalse(channel.isOpen());
  }

  @Override
  public void ready() {
    told.add("ready");
  }

  @Override
  public void created(String conversationId) {
    told.add("created " + conversationId);
  }

  @Override
  public void acknowledged(long message, long seq) {
    told.add("acknowledged " + message + " as " + seq);
  }

  @Override
  public void refused(long message, String why) {
    told.add("refused " + message + ": " + why);
  }

  @Override
  public void delivered(long sender, long message, long seq) {
    told.add("delivered " + sender + "-" + message + " as " + seq);
  }

  @Override
  public void closed(String why) {
    told.add("closed: " + why);
  }

  private ByteBuf bytes(String text) {
    return channel.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
