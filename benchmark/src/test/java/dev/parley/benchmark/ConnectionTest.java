package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest implements Connection.Listener {

  private static final String UPGRADED =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new Connection("GET /ws HTTP/1.1\r\n\r\n", this));

  @Test
  void connection_opened_asksForTheUpgrade() {
    ByteBuf request = channel.readOutbound();
    assertEquals("GET /ws HTTP/1.1\r\n\r\n", request.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void frames_inOnePiece_areTakenApart() {
    in(concat(UPGRADED, frame(0x81, "one"), frame(0x81, "x".repeat(300)), frame(0x81, "three")));
    assertEquals(List.of("one", "x".repeat(300), "three"), told);
  }

  @Test
  void frames_byteByByte_arePutTogether() {
    ByteBuf all = concat(UPGRADED, frame(0x81, "one"), frame(0x81, "x".repeat(300)));
    while (all.isReadable()) {
      in(all.readBytes(1));
    }
    assertEquals(List.of("one", "x".repeat(300)), told);
  }

  @Test
  void ping_isAnswered() {
    channel.releaseOutbound();
    in(concat(UPGRADED, frame(0x89, "p")));
    ByteBuf pong = channel.readOutbound();
    assertEquals(0x8A, pong.getUnsignedByte(0));
    assertEquals(0x81, pong.getUnsignedByte(1));
    assertEquals('p', pong.getByte(6) ^ pong.getByte(2));
    assertEquals(List.of(), told);
  }

  @Test
  void upgrade_refused_isTold() {
    in(Unpooled.copiedBuffer("HTTP/1.1 401 Unauthorized\r\n\r\n", StandardCharsets.US_ASCII));
    assertEquals(List.of("closed: no upgrade: HTTP/1.1 401 Unauthorized"), told);
    assertFalse(channel.isOpen());
  }

  @Test
  void closeFrame_isToldOnceWithItsCode() {
    in(concat(UPGRADED, frame(0x88, "\u000f\u0021")));
    channel.close();
    assertEquals(List.of("closed: close frame 3873"), told);
  }

  @Test
  void connection_lost_isTold() {
    in(concat(UPGRADED));
    channel.close();
    assertEquals(List.of("closed: the server closed the connection"), told);
  }

  @Test
  void frame_ofAnUnexpectedKind_isTold() {
    in(concat(UPGRADED, frame(0x01, "part")));
    assertEquals(List.of("closed: a frame that starts with 1"), told);
  }

  @Override
  public void text(byte[] frame, int length) {
    told.add(new String(frame, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public void closed(String why) {
    told.add("closed: " + why);
  }

  private void in(ByteBuf bytes) {
    channel.writeInbound(bytes);
  }

  private static ByteBuf concat(String head, ByteBuf... frames) {
    ByteBuf all = Unpooled.buffer().writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    for (ByteBuf frame : frames) {
      all.writeBytes(frame);
    }
    return all;
  }

  private static ByteBuf frame(int first, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf frame = Unpooled.buffer().writeByte(first);
    if (bytes.length < 126) {
      frame.writeByte(bytes.length);
    } else {
      frame.writeByte(126).writeShort(bytes.length);
    }
    return frame.writeBytes(bytes);
  }
}
