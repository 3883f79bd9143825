package dev.parley.cache.counter;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.service;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counters by HTTP, and what is told of them. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class CounterHttpTest {

  private static final String COUNTERS = "/api/v1/counters/";

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject CacheServiceSettings settings;
  @Inject ObjectMapper json;

  private final String post = "post:" + Ids.random();
  private final String path = COUNTERS + post;

  @Test
  void user_likes_by_its_own_token_once() {
    for (int i = 0; i < 2; i++) {
      as("ann")
          .put(path + "/likes/ann")
          .then()
          .statusCode(200)
          .body("postId", equalTo(post))
          .body("likes", equalTo(1))
          .body("liked", equalTo(true))
          .body("changed", equalTo(i == 0));
    }
    service().put(path + "/likes/bob").then().statusCode(200).body("likes", equalTo(2));
    as("ann").get(path + "/likes/ann").then().statusCode(200).body("liked", equalTo(true));
    as("ann")
        .delete(path + "/likes/ann")
        .then()
        .statusCode(200)
        .body("liked", equalTo(false))
        .body("likes", equalTo(1));
    as("ann").get(path + "/likes/ann").then().body("liked", equalTo(false));
  }

  @Test
  void views_and_comments() {
    service("{'viewer':'ann'}").post(path + "/views").then().statusCode(200);
    service("{'viewer':'ann'}").post(path + "/views").then().statusCode(200);
    service("{}")
        .post(path + "/views")
        .then()
        .statusCode(200)
        .body("views", equalTo(3))
        .body("uniqueViews", equalTo(1));
    service("{}").post(path + "/comments").then().statusCode(200).body("comments", equalTo(1));
    service("{'by':-3}").post(path + "/comments").then().body("comments", equalTo(0));
    service()
        .get(path)
        .then()
        .statusCode(200)
        .body("known", equalTo(true))
        .body("views", equalTo(3))
        .body("revision", greaterThan(0L))
        .body("liked", nullValue())
        .body("changed", nullValue());
  }

  @Test
  void many_posts() {
    service().put(path + "/likes/ann").then().statusCode(200);

    service("{'postIds':['none','" + post + "'],'userId':'ann'}")
        .post(COUNTERS + "query")
        .then()
        .statusCode(200)
        .body("posts.postId", contains("none", post))
        .body("posts.likes", contains(0, 1))
        .body("posts.known", contains(false, true))
        .body("posts.liked", contains(false, true));
  }

  @Test
  void restored_and_deleted() {
    service("{'likes':3,'views':120,'uniqueViews':87,'comments':5,'likedBy':['ann','bob']}")
        .put(path)
        .then()
        .statusCode(200)
        .body("likes", equalTo(3))
        .body("views", equalTo(120))
        .body("uniqueViews", equalTo(87))
        .body("comments", equalTo(5));
    as("ann").put(path + "/likes/ann").then().body("likes", equalTo(3));
    service("{}").put(COUNTERS + Ids.random()).then().statusCode(200).body("likes", equalTo(0));

    service().delete(path).then().statusCode(200).body("changed", equalTo(true));
    service().get(path).then().body("known", equalTo(false)).body("likes", equalTo(0));
  }

  @Test
  void changes_are_told_together_with_totals_that_grow_newer() {
    for (int i = 0; i < 20; i++) {
      service().put(path + "/likes/user" + i).then().statusCode(200);
    }
    Await.until("all are told", () -> lastTold("likes") == 20);
    service().delete(path + "/likes/user3").then().statusCode(200);
    Await.until("the next change is told", () -> lastTold("likes") == 19);

    List<JsonNode> told = told();
    long revision = 0;
    for (JsonNode one : told) {
      assertTrue(one.get("revision").asLong() >= revision, told::toString);
      revision = one.get("revision").asLong();
      assertNull(one.get("deleted"));
    }
    assertTrue(told.size() < 21, "not each for itself");
    assertEquals(0, told.get(0).get("comments").asInt());
  }

  @Test
  void deletion_is_told() {
    service().put(path + "/likes/ann").then().statusCode(200);
    service().delete(path).then().statusCode(200);

    Await.until(
        "it is told",
        () -> {
          List<JsonNode> told = told();
          return !told.isEmpty() && told.get(told.size() - 1).path("deleted").asBoolean();
        });
    Await.until("and settled", () -> !isDue());
  }

  @Test
  void what_a_killed_replica_has_taken_is_told() {
    service().put(path + "/likes/ann").then().statusCode(200);
    Await.until("it is told", () -> lastTold("likes") == 1);
    Await.until("and settled", () -> !isDue());
    int before = told().size();

    // As it stands when the time is over for which it was put off.
    call(Command.ZADD, due(), "1", post);

    Await.until("it is told again", () -> told().size() == before + 1);
    Await.until("and settled again", () -> !isDue());
  }

  private int lastTold(String field) {
    List<JsonNode> told = told();
    return told.isEmpty() ? -1 : told.get(told.size() - 1).get(field).asInt();
  }

  /** What was told of the post, in its order. */
  private List<JsonNode> told() {
    int partition = Partitions.of(post, settings.partitions());
    List<JsonNode> told = new ArrayList<>();
    for (Response entry :
        call(Command.XRANGE, RedisKeys.partition(keys.counterChanges(), partition), "-", "+")) {
      Response fields = entry.get(1);
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          JsonNode one = read(fields.get(i + 1).getDelegate().toBytes());
          if (one.get("postId").asText().equals(post)) {
            told.add(one);
          }
        }
      }
    }
    return told;
  }

  private JsonNode read(byte[] data) {
    try {
      return json.readTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isDue() {
    return call(Command.ZSCORE, due(), post) != null;
  }

  private String due() {
    return keys.countersDue(RedisKeys.counterBucket(post));
  }

  private Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return Await.result(redis.send(request));
  }
}
