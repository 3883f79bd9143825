package dev.parley.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
public final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  public RawHttp() {
    URI gateway = Client.uri();
    try {
      socket = new Socket(gateway.getHost(), gateway.getPort());
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a whole request of its own connection; all that comes back until the end. */
  public static String exchange(String request) {
    try (RawHttp http = new RawHttp()) {
      http.send(request);
      return http.readAll();
    }
  }

  /** The status of the first response in there. */
  public static int status(String response) {
    if (!response.startsWith("HTTP/1.")) {
      throw new AssertionError("no response: " + response);
    }
    return Integer.parseInt(response.substring(9, 12));
  }

  /** Sends text, a byte per character. */
  public void send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads until there is that text; all that was read. */
  public String readUntil(String text) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      while (!read.toString(StandardCharsets.ISO_8859_1).contains(text)) {
        int next = in.read();
        if (next < 0) {
          throw new AssertionError("ended after " + read);
        }
        read.write(next);
      }
      return read.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError("came: " + read, e);
    }
  }

  /** Whether the connection ends, whatever comes before; waits for it. */
  public boolean ends() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  /** Reads to the end, however that comes. */
  public String readAll() {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(read);
    } catch (IOException cut) {
      if (read.size() == 0) {
        throw new AssertionError("nothing came", cut);
      }
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
