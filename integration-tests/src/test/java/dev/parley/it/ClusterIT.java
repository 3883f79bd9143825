package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.routing.ClusterServers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chats and what back ends share, with a Redis Cluster of three masters below. */
class ClusterIT {

  private static ClusterServers redis;
  private static RunningSuite suite;
  private static CacheDoor door;

  private final String ann = RunningSuite.user("ann");

  @BeforeAll
  static void start() throws Exception {
    redis = ClusterServers.start();
    suite =
        RunningSuite.start(
            settings ->
                settings
                    .redisUrl(String.join(",", redis.urls()))
                    .environment("QUARKUS_REDIS_CLIENT_TYPE", "cluster")
                    .environment("QUARKUS_REDIS_MAX_POOL_SIZE", "64")
                    .environment("PARLEY_PROXY_RATE_USER_REQUESTS", "1000000")
                    .cache(2));
    door = new CacheDoor(suite);
  }

  @AfterAll
  static void stop() throws IOException {
    if (suite != null) {
      suite.close();
    }
    redis.close();
  }

  @Test
  void people_chat_and_read_models_answer_as_message_service_does() {
    SameAnswers answers = new SameAnswers(suite);
    Random random = new Random(3);
    try (Crowd crowd = new Crowd(suite)) {
      double before = answers.fromModels();
      int done = crowd.act(20, random);
      assertTrue(done > 20, () -> "only " + done + " operations were not refused");
      answers.assertSame(crowd, random);
      assertTrue(answers.fromModels() - before > 20, "answers are from models");
    }
    assertTrue(redis.keys().stream().allMatch(count -> count > 0), () -> redis.keys().toString());
  }

  @Test
  void a_session_is_made_found_and_ended() {
    JsonNode made = door.ok("POST", "/sessions", "{'userId':'%s'}".formatted(ann));
    String id = made.get("sessionId").asText();
    String secret = "{'secret':'%s'}".formatted(made.get("secret").asText());
    assertEquals(id, door.ok("POST", "/sessions/lookup", secret).get("sessionId").asText());
    String about = "{'userId':'%s','sessionId':'%s'}".formatted(ann, id);
    String first = door.ok("POST", "/refresh-tokens", about).get("token").asText();
    String rotate = "{'token':'%s'}".formatted(first);
    door.ok("POST", "/refresh-tokens/rotate", rotate);
    try (ChatClient client = ChatClient.connect(suite.gatewayA(), ann, suite.token(ann, id))) {
      assertEquals(409, door.call("POST", "/refresh-tokens/rotate", rotate).statusCode());
      assertEquals(4003, client.await(client.closed()));
    }
    assertEquals(404, door.call("POST", "/sessions/lookup", secret).statusCode());
    assertEquals(4003, ChatClient.closeCode(suite.gatewayB(), ann, suite.token(ann, id)));
  }

  @Test
  void limits_values_counters_and_feeds_are_shared() {
    String take = "{'subject':'%s','policies':[{'policy':'login'},{'policy':'api'}]}";
    assertEquals(
        5,
        door.race(20, "POST", "/limits/take", take.formatted(ann)).stream()
            .filter(answer -> CacheDoor.good(answer).get("allowed").asBoolean())
            .count());

    String value = "/cache/it/values/" + ann;
    door.ok("PUT", value + "?tags=" + ann, "{'a':1}");
    assertEquals("{\"a\":1}", door.call("GET", value, "").body());
    door.ok("DELETE", "/cache/it/tags/" + ann, "");
    assertEquals(404, door.call("GET", value, "").statusCode());

    String counters = "/counters/post-" + ann;
    List<HttpResponse<String>> likes = door.race(20, "PUT", counters + "/likes/" + ann, "");
    likes.forEach(CacheDoor::good);
    assertEquals(1, door.ok("GET", counters, "").get("likes").asInt());

    String page = "/feeds/user:" + ann + "/newest";
    String load = door.ok("GET", page, "").get("load").asText();
    door.ok("PUT", page + "?load=" + load, "{'posts':[]}");
    assertEquals("{\"posts\":[]}", door.call("GET", page, "").body());
  }
}
