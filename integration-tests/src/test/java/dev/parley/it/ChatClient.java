package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client as anybody would write one: a WebSocket, JSON-RPC, and nothing of Parley's own code. */
final class ChatClient implements AutoCloseable, WebSocket.Listener {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long LIMIT_SECONDS = 30;

  final String user;
  final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<JsonNode>> requests = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final StringBuilder frame = new StringBuilder();
  private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);
  private WebSocket socket;

  private ChatClient(String user) {
    this.user = user;
  }

  /** Connects and waits for {@code ready}. */
  static ChatClient connect(URI gateway, String user, String token) {
    ChatClient client = open(gateway, user, token);
    client.await(client.ready);
    return client;
  }

  /** Connects, and waits for the code with which that is closed. */
  static int closeCode(URI gateway, String user, String token) {
    try (ChatClient client = open(gateway, user, token)) {
      int code = client.await(client.closed);
      assertFalse(client.ready.isDone(), "it was told ready");
      return code;
    }
  }

  private static ChatClient open(URI gateway, String user, String token) {
    ChatClient client = new ChatClient(user);
    client.socket =
        HTTP.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/ws"), client)
            .join();
    return client;
  }

  JsonNode ready() {
    return ready.join();
  }

  /** Completes with the close code when the connection has ended. */
  CompletableFuture<Integer> closed() {
    return closed;
  }

  /** Opens the direct conversation with {@code other} and says its id. */
  String createDirect(String other) {
    ObjectNode params = JSON.createObjectNode().put("type", "direct");
    params.putArray("memberIds").add(other);
    return await(request("conversation:create", params)).get("conversationId").asText();
  }

  CompletableFuture<JsonNode> send(String conversationId, String clientMessageId, String text) {
    ObjectNode params =
        JSON.createObjectNode()
            .put("conversationId", conversationId)
            .put("clientMessageId", clientMessageId);
    params.putObject("content").put("type", "text").put("text", text);
    return request("message:send", params);
  }

  /** Sends until it is acknowledged, as the promise asks of a client: the same id each time. */
  CompletableFuture<JsonNode> sendForSure(String conversationId, String text) {
    return sendForSure(conversationId, UUID.randomUUID().toString(), text, 60);
  }

  private CompletableFuture<JsonNode> sendForSure(
      String conversationId, String clientMessageId, String text, int attempts) {
    return send(conversationId, clientMessageId, text)
        .handle(
            (result, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(result);
              }
              RpcException refused = (RpcException) unwrap(failure);
              if (!refused.isRetryable() || attempts == 0) {
                return CompletableFuture.<JsonNode>failedFuture(refused);
              }
              return CompletableFuture.supplyAsync(
                      () -> null, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
                  .thenCompose(
                      ignored -> sendForSure(conversationId, clientMessageId, text, attempts - 1));
            })
        .thenCompose(next -> next);
  }

  /** Asks and waits for the answer; params with single quotes for double ones. */
  JsonNode ask(String method, String params, Object... values) {
    return await(request(method, params, values));
  }

  CompletableFuture<JsonNode> request(String method, String params, Object... values) {
    return request(method, parse(params.replace('\'', '"').formatted(values)));
  }

  CompletableFuture<JsonNode> request(String method, JsonNode params) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    requests.put(id, answer);
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id);
    request.put("method", method).set("params", params);
    raw(request.toString());
    return answer;
  }

  synchronized void raw(String text) {
    lastWrite = lastWrite.thenCompose(ignored -> socket.sendText(text, true));
  }

  /** The {@code seq} of the {@code message:new} events of a conversation, as they came. */
  List<Long> seqs(String conversationId) {
    return messages(conversationId).stream().map(message -> message.get("seq").asLong()).toList();
  }

  List<JsonNode> messages(String conversationId) {
    return events.stream()
        .filter(event -> event.get("method").asText().equals("message:new"))
        .map(event -> event.get("params"))
        .filter(message -> message.get("conversationId").asText().equals(conversationId))
        .toList();
  }

  /** The views of a user's presence that have come, in their order. */
  List<JsonNode> views(String ofUser) {
    return events.stream()
        .filter(event -> event.path("method").asText().equals("user:status"))
        .map(event -> event.get("params"))
        .filter(view -> view.get("userId").asText().equals(ofUser))
        .toList();
  }

  <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(user + " got no good answer: " + unwrap(e), e);
    }
  }

  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    frame.append(data);
    if (last) {
      String text = frame.toString();
      frame.setLength(0);
      handle(parse(text));
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    ready.completeExceptionally(failure);
    closed.completeExceptionally(failure);
  }

  private void handle(JsonNode message) {
    if (message.path("method").isMissingNode()) {
      CompletableFuture<JsonNode> request = requests.remove(message.path("id").asLong());
      if (request == null) {
        events.add(message);
      } else if (message.has("error")) {
        request.completeExceptionally(new RpcException(message.get("error")));
      } else {
        request.complete(message.get("result"));
      }
    } else if (message.get("method").asText().equals("ready")) {
      ready.complete(message.get("params"));
    } else {
      events.add(message);
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
