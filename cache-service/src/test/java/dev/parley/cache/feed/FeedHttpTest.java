package dev.parley.cache.feed;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds by HTTP, and what they say no to. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class FeedHttpTest {

  private static final String FEEDS = "/api/v1/feeds/";

  @Inject Feeds feeds;
  @Inject Redis redis;
  @Inject RedisKeys keys;

  private final String scope = "user:" + Ids.random();
  private final String page = FEEDS + scope + "/q1";

  @Test
  void who_is_told_to_loads_for_all() {
    String token = load();
    service("{'posts':[1]}")
        .put(page + "?load=" + token)
        .then()
        .statusCode(200)
        .body("done", equalTo(true));

    String etag =
        service()
            .get(page)
            .then()
            .statusCode(200)
            .contentType("application/json")
            .header("ETag", notNullValue())
            .header("Age", notNullValue())
            .header("Parley-Stale", nullValue())
            .body("posts[0]", equalTo(1))
            .extract()
            .header("ETag");
    service()
        .header("If-None-Match", etag)
        .get(page)
        .then()
        .statusCode(304)
        .header("ETag", etag)
        .body(emptyString());
    service().header("If-None-Match", "\"other\"").get(page).then().statusCode(200);
  }

  @Test
  void others_are_told_when_to_come_again() {
    load();

    service()
        .get(page)
        .then()
        .statusCode(202)
        .body("retryAfterMillis", greaterThan(0))
        .body("load", nullValue());
  }

  @Test
  void who_waits_gets_the_page_when_it_comes() {
    String token = load();
    CompletableFuture<Page> waiter =
        feeds.get(scope, "q1").subscribeAsCompletionStage().toCompletableFuture();
    service("{}").put(page + "?load=" + token).then().statusCode(200);

    Page got = Await.result(Uni.createFrom().completionStage(waiter));

    // On a slow machine it may be told to come again just before.
    assertTrue(got.state() == Page.State.FRESH || got.state() == Page.State.WAIT, got::toString);
    service().get(page).then().statusCode(200);
  }

  @Test
  void of_many_one_loads_and_the_others_wait() {
    List<Page> got = Racers.race(i -> feeds.get(scope, "q1"));

    assertEquals(1, got.stream().filter(one -> one.state() == Page.State.LOAD).count());
    assertEquals(
        Racers.COUNT - 1, got.stream().filter(one -> one.state() == Page.State.WAIT).count());
    Await.until("nobody waits any more", () -> feeds.waiting() == 0);
  }

  @Test
  void who_waits_for_who_gives_up_loads() {
    String token = load();
    CompletableFuture<List<Page>> waiters =
        Uni.join()
            .all(feeds.get(scope, "q1"), feeds.get(scope, "q1"), feeds.get(scope, "q1"))
            .andCollectFailures()
            .subscribeAsCompletionStage()
            .toCompletableFuture();
    service().delete(page + "?load=" + token).then().statusCode(200).body("done", equalTo(true));

    List<Page> got = Await.result(Uni.createFrom().completionStage(waiters));

    long loading = got.stream().filter(one -> one.state() == Page.State.LOAD).count();
    // On a slow machine all may have been told to come again just before.
    assertTrue(loading <= 1, got::toString);
    if (loading == 0) {
      load();
    }
    problem(service().delete(page + "?load=" + token).then(), 409);
  }

  @Test
  void stale_page_is_given_while_another_one_is_loaded() {
    service("{'n':1}").put(page + "?load=" + load()).then().statusCode(200);
    // Eleven minutes later.
    String time = Await.result(redis.send(Request.cmd(Command.TIME))).get(0).toString();
    String then = Long.toString(1000 * (Long.parseLong(time) - 660));
    String key = keys.feedPage(scope, "q1");
    Await.result(redis.send(Request.cmd(Command.HSET).arg(key).arg("at").arg(then)));

    String token = load();

    service()
        .get(page)
        .then()
        .statusCode(200)
        .header("Parley-Stale", "true")
        .header("Age", Integer::parseInt, greaterThan(650))
        .body("n", equalTo(1));
    service("{'n':2}").put(page + "?load=" + token).then().statusCode(200);
    service().get(page).then().header("Parley-Stale", nullValue()).body("n", equalTo(2));
  }

  @Test
  void what_comes_after_an_invalidation_is_not_kept() {
    String token = load();
    service().delete(FEEDS + scope).then().statusCode(200).body("done", equalTo(true));

    problem(service("{}").put(page + "?load=" + token).then(), 409);
    load();
    problem(service("{}").put(page + "?load=" + token).then(), 409);
  }

  @Test
  void global_feed() {
    String url = FEEDS + "global/" + Ids.random();
    String token = service().get(url).then().statusCode(202).extract().path("load");
    service()
        .contentType("text/html")
        .body("<p>")
        .put(url + "?load=" + token)
        .then()
        .statusCode(200);

    service().get(url).then().statusCode(200).contentType("text/html").body(equalTo("<p>"));
    service().delete(FEEDS + "global").then().statusCode(200);
    service().get(url).then().statusCode(202).body("load", notNullValue());
  }

  @ParameterizedTest
  @CsvSource({"GET, global/q", "PUT, global/q?load=x", "DELETE, global/q?load=x", "DELETE, global"})
  void whoIsNoService(Method method, String path) {
    problem(given().request(method, FEEDS + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
    problem(as("ann").request(method, FEEDS + path).then(), 403).body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "user:", "user:a b", "Global"})
  void scopeThatIsNone(String wrong) {
    problem(service().get(FEEDS + "{scope}/q", wrong).then(), 400).body("field", equalTo("scope"));
    problem(service().delete(FEEDS + "{scope}", wrong).then(), 400).body("field", equalTo("scope"));
  }

  @Test
  void queryAndTokenThatAreNone() {
    problem(service().get(FEEDS + "global/" + "q".repeat(129)).then(), 400)
        .body("field", equalTo("query"))
        .body("detail", containsString("128"));
    problem(service("1").put(page).then(), 400).body("field", equalTo("load"));
    problem(service().delete(page + "?load=a b").then(), 400).body("field", equalTo("load"));
    problem(service("1").put(page + "?load=none").then(), 409);
  }

  @Test
  void pageThatIsTooLarge() {
    problem(
            service()
                .contentType("text/plain")
                .body("x".repeat(1_048_577))
                .put(page + "?load=" + load())
                .then(),
            413)
        .body("detail", containsString("1048576"));
  }

  private String load() {
    return service()
        .get(page)
        .then()
        .statusCode(202)
        .contentType("application/json")
        .body("withinMillis", equalTo(10_000))
        .extract()
        .path("load");
  }
}
