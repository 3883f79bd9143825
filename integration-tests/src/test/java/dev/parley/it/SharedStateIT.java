package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.ServiceProcess;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What back ends share in cache-service: sessions, tokens, limits, the cache, counters and feeds,
 * at two replicas, of which one is killed.
 */
class SharedStateIT {

  private static final Duration READY = Duration.ofSeconds(60);
  private static final int RACERS = 40;
  private static final int PARTITIONS = 16;

  private static RunningSuite suite;
  private static CacheDoor door;

  private final String ann = RunningSuite.user("ann");

  @BeforeAll
  static void start() throws Exception {
    suite = RunningSuite.start(settings -> settings.gateways(1).cache(2));
    door = new CacheDoor(suite);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void a_session_that_is_ended_is_cut_off_and_does_not_come_back() {
    String phone = session("phone").get("sessionId").asText();
    JsonNode madeAtDesk = session("desk");
    String desk = madeAtDesk.get("sessionId").asText();
    try (ChatClient atPhone = connect(suite.token(ann, phone));
        ChatClient atDesk = connect(suite.token(ann, desk))) {
      JsonNode sessions = ofUser("GET", "", desk).get("sessions");
      assertEquals(2, sessions.size());
      sessions.forEach(
          one ->
              assertEquals(
                  one.get("sessionId").asText().equals(desk), one.get("current").asBoolean()));

      assertEquals(1, ofUser("DELETE", "/" + phone, desk).get("revoked").asInt());
      assertEquals(4003, atPhone.await(atPhone.closed()));
      assertEquals(4003, ChatClient.closeCode(suite.gatewayA(), ann, suite.token(ann, phone)));
      assertEquals(1, ofUser("GET", "", desk).get("sessions").size());
      atDesk.ask("conversation:unread", "{}");
      assertFalse(atDesk.closed().isDone());
    }
    String secret = "{'secret':'%s'}".formatted(madeAtDesk.get("secret").asText());
    for (int replica = 0; replica < 2; replica++) {
      assertEquals(desk, door.ok("POST", "/sessions/lookup", secret).get("sessionId").asText());
    }
    assertEquals(1, door.ok("DELETE", "/sessions?userId=" + ann, "").get("revoked").asInt());
    for (int replica = 0; replica < 2; replica++) {
      assertEquals(404, door.call("POST", "/sessions/lookup", secret).statusCode());
    }
    assertEquals(4003, ChatClient.closeCode(suite.gatewayA(), ann, suite.token(ann, desk)));
  }

  @Test
  void a_refresh_token_that_is_used_twice_ends_its_session() {
    String session = session("phone").get("sessionId").asText();
    try (ChatClient client = connect(suite.token(ann, session))) {
      String first =
          door.ok(
                  "POST",
                  "/refresh-tokens",
                  "{'userId':'%s','sessionId':'%s'}".formatted(ann, session))
              .get("token")
              .asText();
      String second = CacheDoor.good(rotate(first)).get("token").asText();
      List<HttpResponse<String>> answers =
          door.race(RACERS, "POST", "/refresh-tokens/rotate", "{'token':'%s'}".formatted(second));

      List<HttpResponse<String>> good = answers.stream().filter(is(200)).toList();
      assertEquals(1, good.size());
      assertTrue(answers.stream().anyMatch(is(409)), "somebody is told");
      assertEquals(4003, client.await(client.closed()));
      assertEquals(409, rotate(CacheDoor.good(good.get(0)).get("token").asText()).statusCode());
    }
  }

  @Test
  void a_token_that_is_good_once_is_taken_by_one() {
    String about = "{'purpose':'invite','subject':'%s'}".formatted(ann);
    String token = door.ok("POST", "/one-time-tokens", about).get("token").asText();
    List<HttpResponse<String>> answers =
        door.race(
            RACERS,
            "POST",
            "/one-time-tokens/consume",
            "{'purpose':'invite','token':'%s'}".formatted(token));

    assertEquals(1, answers.stream().filter(is(200)).count());
    assertEquals(RACERS - 1, answers.stream().filter(is(404)).count());
  }

  @Test
  void as_many_as_a_limit_allows_pass_both_replicas_together() {
    List<HttpResponse<String>> answers =
        door.race(
            RACERS,
            "POST",
            "/limits/take",
            "{'subject':'%s','policies':[{'policy':'login'}]}".formatted(ann));

    assertEquals(
        5,
        answers.stream()
            .map(answer -> CacheDoor.good(answer))
            .filter(decision -> decision.get("allowed").asBoolean())
            .count());
  }

  @Test
  void a_value_is_the_same_at_both_replicas_until_it_is_invalidated() {
    String value = "/cache/it/values/" + ann;
    for (int round = 0; round < 2; round++) {
      JsonNode stored = door.ok("PUT", value + "?tags=" + ann, "{'round':" + round + "}");
      String version = stored.get("version").asText();
      for (int replica = 0; replica < 2; replica++) {
        HttpResponse<String> got = door.call("GET", value, "");
        assertEquals(round, CacheDoor.good(got).get("round").asInt());
        assertEquals("\"" + version + "\"", got.headers().firstValue("ETag").orElse(""));
      }
      // An odd number of calls: the next round is the other way around.
      door.ok("DELETE", "/cache/it/tags/" + ann, "");
      for (int replica = 0; replica < 2; replica++) {
        assertEquals(404, door.call("GET", value, "").statusCode());
      }
      door.ok("GET", "/limits/policies", "");
    }
  }

  @Test
  void one_caller_loads_a_page_for_those_at_both_replicas() {
    String page = "/feeds/user:" + ann + "/newest";
    List<JsonNode> told =
        door.race(RACERS, "GET", page, "").stream().map(answer -> CacheDoor.good(answer)).toList();
    List<JsonNode> loading = told.stream().filter(one -> one.has("load")).toList();
    assertEquals(1, loading.size());
    assertEquals(RACERS - 1, told.stream().filter(one -> one.has("retryAfterMillis")).count());

    door.ok("PUT", page + "?load=" + loading.get(0).get("load").asText(), "{'posts':[1]}");
    door.race(RACERS, "GET", page, "")
        .forEach(answer -> assertEquals("{\"posts\":[1]}", answer.body()));
  }

  @Test
  void no_like_that_was_acknowledged_is_lost_with_a_replica_and_every_change_is_told() {
    String post = "post-" + UUID.randomUUID();
    ServiceProcess replica = suite.suite.process("cache-1");
    List<CompletableFuture<Void>> liking =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.runAsync(() -> like(post, i, 25)))
            .toList();
    Await.until("some likes", () -> counters(post).get("likes").asInt() > 20);
    replica.killHard();
    liking.forEach(CompletableFuture::join);

    JsonNode counters = counters(post);
    assertEquals(200, counters.get("likes").asInt());
    Await.until(() -> "200 likes of " + told(post), () -> told(post).path("likes").asInt() == 200);
    assertEquals(counters.get("revision"), told(post).get("revision"));
    replica.restart();
    replica.awaitReady(READY);
    assertEquals(counters, counters(post));
    assertEquals(counters, counters(post));
  }

  /** Each one twice. */
  private static void like(String post, int who, int times) {
    for (int i = 0; i < times; i++) {
      String like = "/counters/%s/likes/user-%d-%d".formatted(post, who, i);
      door.forSure("PUT", like);
      door.forSure("PUT", like);
    }
  }

  private static JsonNode counters(String post) {
    return door.forSure("GET", "/counters/" + post);
  }

  /** The newest that anybody is told of a post. */
  private static JsonNode told(String post) {
    Map<Long, JsonNode> byRevision = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (String entry : suite.entries("parley:counter-changes:{" + partition + "}")) {
        JsonNode change = ChatClient.parse(entry);
        if (change.get("postId").asText().equals(post)) {
          byRevision.put(change.get("revision").asLong(), change);
        }
      }
    }
    return byRevision.keySet().stream()
        .max(Long::compare)
        .map(byRevision::get)
        .orElseGet(ChatClient.JSON::createObjectNode);
  }

  private static HttpResponse<String> rotate(String token) {
    return door.call("POST", "/refresh-tokens/rotate", "{'token':'%s'}".formatted(token));
  }

  private JsonNode session(String device) {
    return door.ok("POST", "/sessions", "{'userId':'%s','device':'%s'}".formatted(ann, device));
  }

  /** The user's own sessions, through the gateway. */
  private JsonNode ofUser(String method, String path, String session) {
    URI gateway = suite.gatewayA();
    return CacheDoor.good(
        door.call(gateway, method, "/sessions" + path, suite.token(ann, session), ""));
  }

  private ChatClient connect(String token) {
    return ChatClient.connect(suite.gatewayA(), ann, token);
  }

  private static Predicate<HttpResponse<String>> is(int status) {
    return answer -> answer.statusCode() == status;
  }
}
