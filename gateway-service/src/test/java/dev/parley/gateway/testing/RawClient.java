package dev.parley.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.service.testing.Tokens;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that speaks WebSocket by hand: it reads and answers only what a test says. */
public final class RawClient implements AutoCloseable {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  /** So small that what is not read soon waits at the gateway. */
  private static final int RECEIVE_BUFFER = 8_192;

  /** One frame as it came. */
  public record Received(int opcode, byte[] payload) {
    public String text() {
      return new String(payload, UTF_8);
    }

    public int closeCode() {
      return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  private RawClient() throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("127.0.0.1", Client.uri().getPort()));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** Connects, and has read no further than the answer to the upgrade. */
  public static RawClient connect(String user) {
    try {
      RawClient client = plain();
      client.write(upgrade(Tokens.of(user), ""));
      String answer = client.header();
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new AssertionError(answer);
      }
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and says nothing. */
  public static RawClient plain() {
    try {
      return new RawClient();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A request for the upgrade.
   *
   * @param further header lines, each with its line end
   */
  public static byte[] upgrade(String token, String further) {
    return ("""
        GET /ws HTTP/1.1\r
        Host: 127.0.0.1\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Authorization: Bearer %s\r
        """
            + further
            + "\r\n")
        .formatted(token)
        .getBytes(US_ASCII);
  }

  /** Writes bytes as they are. */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** An HTTP answer's head. */
  public String header() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Sends a whole frame. */
  public void send(int opcode, byte[] payload) throws IOException {
    write(frame(opcode, true, payload));
  }

  /** A frame, masked with zeros. */
  public static byte[] frame(int opcode, boolean last, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(opcode | (last ? FINAL : 0));
    if (payload.length < 126) {
      frame.write(MASKED | payload.length);
    } else {
      frame.write(MASKED | 126);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** The next frame, whatever it is. */
  public Received receive() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return new Received(opcode, in.readNBytes(length));
  }

  /** The next text frame, passing over pings. */
  public JsonNode next() throws IOException {
    while (true) {
      Received frame = receive();
      if (frame.opcode() == TEXT) {
        return Client.parse(frame.text());
      }
      if (frame.opcode() != PING) {
        throw new AssertionError("a frame of kind " + frame.opcode());
      }
    }
  }

  /** Reads until the connection ends. */
  public String rest() throws IOException {
    InputStream left = in;
    return new String(left.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
