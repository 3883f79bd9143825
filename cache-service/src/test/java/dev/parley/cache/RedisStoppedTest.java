package dev.parley.cache;

import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers are told while Redis does not answer at all: nobody waits long, nobody fails. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RedisStoppedTest {

  private static final String CACHE = "/api/v1/cache/stopped";
  private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");

  @Inject Redis redis;

  @TestHTTPResource(value = "/", management = true)
  String management;

  private String process;

  @BeforeEach
  void stopRedis() throws Exception {
    String server = Await.result(redis.send(Request.cmd(Command.INFO).arg("server"))).toString();
    Matcher id = PROCESS.matcher(server);
    assertTrue(id.find(), server);
    process = id.group(1);
    service("{'n':1}").put(CACHE + "/values/a").then().statusCode(200);
    signal("-STOP");
  }

  @AfterEach
  void letItGoOn() throws Exception {
    signal("-CONT");
    Await.until(
        "Redis answers in time",
        () -> service("{}").put(CACHE + "/values/b").then().extract().path("stored"));
  }

  @Test
  void reads_of_the_cache_miss_and_writes_do_nothing() throws Exception {
    double before = degraded();
    service()
        .get(CACHE + "/values/a")
        .then()
        .statusCode(404)
        .header("Parley-Degraded", "true")
        .body("hit", equalTo(false))
        .body("degraded", equalTo(true));
    service("{'n':2}")
        .put(CACHE + "/values/a")
        .then()
        .statusCode(200)
        .body("stored", equalTo(false))
        .body("degraded", equalTo(true));
    service("{'keys':['a']}")
        .post(CACHE + "/get-many")
        .then()
        .statusCode(200)
        .body("values[0].hit", equalTo(false))
        .body("degraded", equalTo(true));
    service("{'pattern':'*'}")
        .post(CACHE + "/delete-matching")
        .then()
        .statusCode(200)
        .body("deleted", equalTo(0))
        .body("cursor", notNullValue())
        .body("degraded", equalTo(true));
    service("{}")
        .post(CACHE + "/numbers/n/increment")
        .then()
        .statusCode(200)
        .body("value", nullValue())
        .body("degraded", equalTo(true));
    service().delete(CACHE).then().statusCode(200).body("invalidated", equalTo(false));
    assertEquals(before + 6, degraded());
  }

  @Test
  void feeds_are_loaded_by_everyone() {
    service()
        .get("/api/v1/feeds/global/stopped")
        .then()
        .statusCode(202)
        .body("degraded", equalTo(true));
    service("{}")
        .put("/api/v1/feeds/global/stopped?load=x")
        .then()
        .statusCode(200)
        .body("done", equalTo(false))
        .body("degraded", equalTo(true));
  }

  @Test
  void counters_are_unavailable() {
    problem(service().put("/api/v1/counters/stopped/likes/ann").then(), 503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("unavailable"))
        .body("retryable", equalTo(true));
  }

  private double degraded() {
    Matcher count =
        Pattern.compile("parley_cache_degraded_total(?:\\{[^}]*})? ([0-9.E]+)")
            .matcher(get(management + "metrics").then().extract().asString());
    assertTrue(count.find());
    return Double.parseDouble(count.group(1));
  }

  private void signal(String name) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", name, process).start().waitFor());
  }
}
