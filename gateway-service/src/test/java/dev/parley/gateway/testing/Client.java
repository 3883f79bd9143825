package dev.parley.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.service.testing.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client on a WebSocket. */
public final class Client implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private WebSocket socket;

  /** Connects and takes what comes. */
  public static Client connect(String token) {
    Client client = new Client();
    client.socket = client.open(token, true);
    return client;
  }

  /** Connects as a browser can, with a token among the subprotocols. */
  public static Client withSubprotocols(String... subprotocols) {
    Client client = new Client();
    client.socket =
        client.open(
            uri(),
            http -> http.subprotocols(subprotocols[0], rest(subprotocols)),
            client.new Listener(true));
    return client;
  }

  /** Connects with a token, and a query such as {@code device=x}. */
  public static Client connect(String token, String query) {
    Client client = new Client();
    client.socket =
        client.open(URI.create(uri() + "?" + query), bearer(token), client.new Listener(true));
    return client;
  }

  /** Connects as a browser can, with a query such as {@code ticket=x}. */
  public static Client withQuery(String query) {
    Client client = new Client();
    client.socket =
        client.open(URI.create(uri() + "?" + query), http -> {}, client.new Listener(true));
    return client;
  }

  /** Connects and waits for {@code ready}. */
  public static Client ready(String user) {
    Client client = connect(Tokens.of(user));
    try {
      assertEquals("ready", client.next().path("method").asText());
      return client;
    } catch (AssertionError notReady) {
      client.cut();
      throw notReady;
    }
  }

  /** Connects and never reads. */
  public static Client deaf(String token) {
    Client client = new Client();
    client.socket = client.open(token, false);
    return client;
  }

  public static URI uri() {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return URI.create("ws://127.0.0.1:" + port + "/ws");
  }

  public void send(String text) {
    socket.sendText(text, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Sends a request; params with single quotes for double ones. */
  public void request(String id, String method, String params) {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params.replace('\'', '"')));
  }

  /** The next frame. */
  public JsonNode next() {
    return parse(nextText());
  }

  public String nextText() {
    try {
      String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(frame, "no frame came; closed with " + closed.getNow(null));
      return frame;
    } catch (InterruptedException e) {
      return fail(e);
    }
  }

  /** Fails unless the next frame is the answer to that request with that error. */
  public JsonNode error(String id, String code) {
    JsonNode frame = next();
    assertEquals(id, frame.path("id").toString(), frame.toString());
    assertEquals(code, frame.path("error").path("data").path("code").asText(), frame.toString());
    return frame.get("error");
  }

  /** Frames that have come and were not looked at. */
  public int waiting() {
    return frames.size();
  }

  /** The subprotocol that the server has selected; empty for none. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /** The code that the connection is closed with. */
  public int closeCode() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  /** Reads one more message (for a deaf client). */
  public void read(int messages) {
    socket.request(messages);
  }

  /** Ends the connection without a word. */
  public void cut() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(alreadyClosed -> null).join();
    socket.abort();
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return fail(json, e);
    }
  }

  private WebSocket open(String token, boolean reading) {
    return open(uri(), bearer(token), new Listener(reading));
  }

  private WebSocket open(URI uri, Consumer<WebSocket.Builder> with, Listener listener) {
    WebSocket.Builder http = HTTP.newWebSocketBuilder();
    with.accept(http);
    return http.buildAsync(uri, listener).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Consumer<WebSocket.Builder> bearer(String token) {
    return http -> http.header("Authorization", "Bearer " + token);
  }

  private static String[] rest(String[] all) {
    return Arrays.copyOfRange(all, 1, all.length);
  }

  private final class Listener implements WebSocket.Listener {

    private final boolean reading;
    private final StringBuilder text = new StringBuilder();

    Listener(boolean reading) {
      this.reading = reading;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
      if (reading) {
        webSocket.request(Long.MAX_VALUE);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        frames.add(text.toString());
        text.setLength(0);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      closed.complete(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      closed.complete(1006);
    }
  }
}
