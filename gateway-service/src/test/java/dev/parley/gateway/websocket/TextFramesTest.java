package dev.parley.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFramesTest {

  /** RFC 6455, section 5.7: a single-frame unmasked text message. */
  @Test
  void hello_isTheExampleOfTheRfc() {
    assertEquals("810548656c6c6f", HexFormat.of().formatHex(bytes("Hello")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 300_000})
  void everyLength_isReadByAClient(int length) {
    String text = "ü".repeat(length / 2) + "x".repeat(length % 2);

    TextWebSocketFrame read = read(bytes(text));

    assertEquals(text, read.text());
    assertEquals(length, read.content().readableBytes());
    read.release();
  }

  @Test
  void severalInARow_areReadOneByOne() {
    byte[] one = bytes("one");
    byte[] two = bytes("x".repeat(70_000));
    byte[] both = new byte[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);

    EmbeddedChannel client = client();
    client.writeInbound(Unpooled.wrappedBuffer(both));

    assertEquals("one", text(client));
    assertEquals(70_000, text(client).length());
    client.finishAndReleaseAll();
  }

  private static byte[] bytes(String text) {
    ByteBuf frame =
        TextFrames.encode(text.getBytes(StandardCharsets.UTF_8), UnpooledByteBufAllocator.DEFAULT);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    frame.release();
    return bytes;
  }

  private static TextWebSocketFrame read(byte[] bytes) {
    EmbeddedChannel client = client();
    client.writeInbound(Unpooled.wrappedBuffer(bytes));
    TextWebSocketFrame frame = client.readInbound();
    client.finish();
    return frame;
  }

  private static String text(EmbeddedChannel client) {
    TextWebSocketFrame frame = client.readInbound();
    String text = frame.text();
    frame.release();
    return text;
  }

  private static EmbeddedChannel client() {
    return new EmbeddedChannel(
        new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .maxFramePayloadLength(1 << 20)
                .build()));
  }
}
