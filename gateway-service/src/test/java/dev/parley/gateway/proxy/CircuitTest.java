package dev.parley.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawHttp;
import dev.parley.gateway.testing.Services;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses that fail are left out, and come back. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(CircuitTest.Quick.class)
class CircuitTest {

  /** Sees soon that an address fails. */
  public static final class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.proxy.answer-timeout", "PT1S",
          "parley.proxy.circuit.requests", "4",
          "parley.proxy.circuit.pause", "PT2S",
          "parley.proxy.rate.address-requests", "1000000");
    }
  }

  private static final String CHATS = "/api/v1/conversations";
  private static final String PRESENCE = "/api/v1/presence/ann";

  Services.Behind behind;

  @Inject Proxy proxy;

  @TestHTTPResource(value = "/", management = true)
  String management;

  @BeforeEach
  void everythingIsAsUsual() {
    behind.reset();
    Backend.until(
        "all addresses are as usual",
        () -> {
          given().get(PRESENCE);
          given().get(CHATS);
          return leftOut("presence-service") + leftOut("message-service") == 0;
        });
    behind.reset();
  }

  @Test
  void serviceThatFails_isLeftOut_saidAtOnce_andTriedAgain() {
    behind.presence().says(503);
    Response refused = untilRefused();
    assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
    assertEquals("unavailable", refused.path("code"));

    given()
        .get(management + "health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("services"));
    String metrics = given().get(management + "metrics").asString();
    assertTrue(
        metrics.contains("parley_proxy_left_out{service=\"presence-service\"} 1.0"), metrics);
    assertTrue(
        metrics.contains(
            "parley_proxy_failures_total{reason=\"left_out\",service=\"presence-service\"}"),
        metrics);

    behind.presence().reset();
    Backend.until("it is back", () -> given().get(PRESENCE).statusCode() == 200);
    assertEquals(0, leftOut("presence-service"));
  }

  @Test
  void serviceThatIsGone_isLeftOut_andTriedAgain() {
    behind.presence().stop();
    try {
      Backend.until(
          "it is left out",
          () -> {
            assertEquals(503, given().get(PRESENCE).statusCode());
            return leftOut("presence-service") == 1;
          });
    } finally {
      behind.presence().start();
    }
    Backend.until("it is back", () -> given().get(PRESENCE).statusCode() == 200);
  }

  @Test
  void oneOfTwoGone_nobodyNotices() {
    behind.messageA().stop();
    try {
      Backend.until(
          "it is left out",
          () -> {
            assertEquals(200, given().get(CHATS).statusCode());
            assertEquals(200, given().body("x").post(CHATS).statusCode());
            return leftOut("message-service") == 1;
          });
    } finally {
      behind.messageA().start();
    }
    Backend.until(
        "it is back",
        () -> {
          assertEquals(200, given().get(CHATS).statusCode());
          return leftOut("message-service") == 0 && !behind.messageA().seen().isEmpty();
        });
  }

  @Test
  void faultsOfRequests_sayNothingAgainstTheAddress() {
    for (int status : new int[] {500, 500, 500, 501, 400, 404, 429, 500, 500}) {
      behind.presence().says(status);
      assertEquals(status, given().get(PRESENCE).statusCode());
    }
    assertEquals(0, leftOut("presence-service"));
  }

  @Test
  void clientsThatAreSlow_sayNothingAgainstTheAddress() {
    for (int i = 0; i < 5; i++) {
      String response =
          RawHttp.exchange(
              "POST " + PRESENCE + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
      assertEquals(408, RawHttp.status(response), response);
    }
    assertEquals(0, leftOut("presence-service"));
  }

  @Test
  void clientsThatGo_sayNothingAgainstTheAddress() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    behind
        .presence()
        .does(
            request -> {
              request.connection().closeHandler(closed -> ended.incrementAndGet());
              asked.incrementAndGet();
            });
    for (int i = 1; i <= 5; i++) {
      int number = i;
      try (RawHttp http = new RawHttp()) {
        http.send("GET " + PRESENCE + " HTTP/1.1\r\nHost: a\r\n\r\n");
        Backend.until("it was asked", () -> asked.get() == number);
      }
      Backend.until("it was told", () -> ended.get() == number);
    }
    assertEquals(0, leftOut("presence-service"));
  }

  /** Asks until the gateway answers by itself, without asking the service. */
  private Response untilRefused() {
    Response[] last = new Response[1];
    Backend.until(
        "it is left out",
        () -> {
          int before = behind.presence().seen().size();
          last[0] = given().get(PRESENCE);
          assertEquals(503, last[0].statusCode());
          boolean asked = behind.presence().seen().size() > before;
          boolean byTheGateway = last[0].contentType().contains("problem+json");
          assertEquals(asked, !byTheGateway);
          return byTheGateway;
        });
    return last[0];
  }

  private int leftOut(String name) {
    return proxy.services().stream()
        .filter(service -> service.name().equals(name))
        .mapToInt(Service::leftOut)
        .sum();
  }
}
