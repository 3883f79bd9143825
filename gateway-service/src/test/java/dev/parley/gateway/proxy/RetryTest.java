package dev.parley.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.FakeService;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawHttp;
import dev.parley.gateway.testing.Services;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has no answer, and what is tried once more. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(RetryTest.Impatient.class)
class RetryTest {

  /** Waits only shortly, and leaves nothing out. */
  public static final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.proxy.answer-timeout", "PT1S",
          "parley.proxy.circuit.requests", "1000",
          "parley.proxy.rate.address-requests", "1000000");
    }
  }

  private static final String CHATS = "/api/v1/conversations";

  Services.Behind behind;
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void reset() {
    behind.reset();
    asked.set(0);
  }

  @Test
  void get_isTriedAtAnotherAddress_whenOneIsUnavailable() {
    behind.messageA().says(503);
    for (int i = 0; i < 4; i++) {
      given().get(CHATS).then().statusCode(200).body(equalTo("message b"));
    }
    assertEquals(2, behind.messageA().seen().size());
  }

  @Test
  void get_isTriedAtAnotherAddress_whenOneHangsUp() {
    behind.messageA().does(this::hangUp);
    for (int i = 0; i < 4; i++) {
      given().get(CHATS).then().statusCode(200).body(equalTo("message b"));
    }
    assertEquals(2, asked.get());
  }

  @Test
  void get_isTriedOnceMoreOnly() {
    behind.messageA().says(503);
    behind.messageB().says(503);
    given().get(CHATS).then().statusCode(503);
    assertEquals(2, behind.seen());

    behind.presence().says(502);
    given().get("/api/v1/presence/ann").then().statusCode(502).body(equalTo("presence"));
    assertEquals(1, behind.presence().seen().size());
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"POST", "PUT", "PATCH", "DELETE"})
  void whatMayHaveBeenCarriedOut_isNotSentAgain(Method method) {
    both(this::hangUp);
    given()
        .body("x")
        .request(method, CHATS)
        .then()
        .statusCode(502)
        .contentType("application/problem+json")
        .body("code", equalTo("unavailable"))
        .body("retryable", equalTo(true));
    assertEquals(1, asked.get());

    behind.messageA().says(503);
    behind.messageB().says(503);
    given().body("x").request(method, CHATS).then().statusCode(503);
    assertEquals(1, behind.seen());
  }

  @Test
  void whatWasNotSent_isTriedAtAnotherAddress() {
    behind.messageA().stop();
    try {
      for (int i = 0; i < 4; i++) {
        given().body("x").post(CHATS).then().statusCode(200).body(equalTo("message b"));
      }
    } finally {
      behind.messageA().start();
    }
    assertEquals(4, behind.messageB().seen().size());
    assertEquals("x", behind.messageB().seen().get(0).body());
  }

  @Test
  void nobodyThere_is503() {
    behind.presence().stop();
    try {
      given()
          .get("/api/v1/presence/ann")
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .header("Retry-After", equalTo("1"))
          .body("type", equalTo("urn:parley:error:unavailable"));
    } finally {
      behind.presence().start();
    }
  }

  @Test
  void noAnswerInTime_is504_andNotTriedAgain() {
    both(request -> asked.incrementAndGet());
    given().get(CHATS).then().statusCode(504).body("code", equalTo("timeout"));
    assertEquals(1, asked.get());
  }

  @Test
  void bodyThatDoesNotCome_is408() {
    both(request -> request.body().onSuccess(body -> asked.incrementAndGet()));
    String response =
        RawHttp.exchange("POST " + CHATS + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx");
    assertEquals(408, RawHttp.status(response), response);
    assertTrue(response.contains("application/problem+json"), response);
    assertEquals(0, asked.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerThatBreaksOff_endsTheConnection(boolean hangsUp) {
    both(
        request ->
            request
                .response()
                .setChunked(true)
                .write("first")
                .onSuccess(
                    written -> {
                      if (hangsUp) {
                        request.connection().close();
                      }
                    }));
    try (RawHttp http = new RawHttp()) {
      http.send("GET " + CHATS + " HTTP/1.1\r\nHost: a\r\n\r\n");
      http.readUntil("first");
      assertTrue(http.ends(), "the client waits for the rest, or takes it for the whole");
    }
  }

  @Test
  void clientThatGoes_endsTheRequestToTheService() {
    AtomicInteger ended = new AtomicInteger();
    both(
        request -> {
          asked.incrementAndGet();
          request.connection().closeHandler(closed -> ended.incrementAndGet());
        });
    try (RawHttp http = new RawHttp()) {
      http.send("GET " + CHATS + " HTTP/1.1\r\nHost: a\r\n\r\n");
      Backend.until("it was asked", () -> asked.get() == 1);
    }
    Backend.until("it was told", () -> ended.get() == 1);
  }

  private void hangUp(HttpServerRequest request) {
    asked.incrementAndGet();
    request.connection().close();
  }

  private void both(Handler<HttpServerRequest> behaviour) {
    for (FakeService service : new FakeService[] {behind.messageA(), behind.messageB()}) {
      service.does(behaviour);
    }
  }
}
