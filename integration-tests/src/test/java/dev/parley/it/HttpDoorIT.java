package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.ServiceProcess;
import dev.parley.local.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two doors, one order: a service that writes by HTTP, and people at the gateways. */
class HttpDoorIT {

  private static final int OK = 300;
  private static final int RETRYABLE = 429;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private RunningSuite suite;
  private ChatClient a;
  private ChatClient b;
  private String chat;

  @BeforeEach
  void start() throws Exception {
    suite = RunningSuite.start(2);
    a = suite.connect(suite.gatewayA(), ann);
    b = suite.connect(suite.gatewayB(), bob);
    chat =
        ok(post(0, "", "{'type':'group','memberIds':['%s']}".formatted(bob), "create-1"))
            .get("conversationId")
            .asText();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    suite.close();
  }

  @Test
  void both_doors_write_in_one_order_that_everybody_sees() throws Exception {
    for (int i = 0; i < 20; i++) {
      ok(post(i % 2, "/" + chat + "/messages", text("http " + i), "h" + i));
      a.await(a.sendForSure(chat, "ws " + i));
    }

    List<Document> stored = suite.stored(chat);
    assertEquals(
        LongStream.rangeClosed(1, stored.size()).boxed().toList(),
        stored.stream().map(message -> message.getLong("seq")).toList());
    Await.until("bob has all", () -> b.seqs(chat).size() == stored.size());
    assertEquals(stored.stream().map(message -> message.getLong("seq")).toList(), b.seqs(chat));
  }

  @Test
  void replica_killed_while_a_service_sends_loses_and_doubles_nothing() throws Exception {
    ServiceProcess killed = suite.messageService();
    Set<Long> acknowledged = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      if (i == 20) {
        killed.killHard();
      }
      acknowledged.add(sendForSure("message " + i, "key-" + i));
    }

    assertEquals(60, acknowledged.size(), "each has a place of its own");
    List<Document> texts =
        suite.stored(chat).stream()
            .filter(message -> message.get("content", Document.class).containsKey("text"))
            .toList();
    assertEquals(60, texts.size());
    assertEquals(
        LongStream.range(0, 60).mapToObj(i -> "message " + i).toList(),
        texts.stream().map(m -> m.get("content", Document.class).getString("text")).toList());
    Await.until("bob has all", () -> new HashSet<>(b.seqs(chat)).containsAll(acknowledged));
  }

  /** As a service does it: at either replica, the same key until there is an answer. */
  private long sendForSure(String text, String key) throws InterruptedException {
    long end = System.nanoTime() + Await.LIMIT.toNanos();
    for (int attempt = 0; System.nanoTime() < end; attempt++) {
      try {
        HttpResponse<String> answer = post(attempt % 2, "/" + chat + "/messages", text(text), key);
        if (answer.statusCode() < OK) {
          return ChatClient.JSON.readTree(answer.body()).get("seq").asLong();
        }
        assertTrue(answer.statusCode() >= RETRYABLE, answer.body());
      } catch (IOException thatReplicaIsDead) {
        // The other one.
      }
    }
    throw new AssertionError("never acknowledged: " + text);
  }

  private static String text(String text) {
    return "{'content':{'type':'text','text':'%s'}}".formatted(text);
  }

  private HttpResponse<String> post(int replica, String path, String body, String key)
      throws IOException, InterruptedException {
    URI service = suite.suite.messages().get(replica);
    String token = suite.suite.tokens().issue("bot", Tokens.LIFETIME, List.of("service"));
    return http.send(
        HttpRequest.newBuilder(URI.create(service + "/api/v1/conversations" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Parley-User", ann)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode ok(HttpResponse<String> answer) throws IOException {
    assertTrue(answer.statusCode() < OK, answer.body());
    return ChatClient.JSON.readTree(answer.body());
  }
}
