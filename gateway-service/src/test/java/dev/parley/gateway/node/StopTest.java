package dev.parley.gateway.node;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class StopTest {

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Inject Backend backend;
  @Inject NodeLifecycle lifecycle;
  @Inject Event<ShutdownDelayInitiatedEvent> firstSign;

  @ConfigProperty(name = "quarkus.shutdown.delay-enabled")
  boolean firstSignIsGiven;

  @AfterEach
  void startAgain() {
    if (!lifecycle.isAccepting()) {
      lifecycle.start();
    }
    Backend.until("started", lifecycle::isAccepting);
  }

  @Test
  void stop_closesConnectionsAndLeavesNothingInRedis() {
    try (Client ann = Client.ready("sann");
        Client bob = Client.ready("sbob")) {
      firstSign.fire(new ShutdownDelayInitiatedEvent());

      assertEquals(CloseCode.GOING_AWAY.number(), ann.closeCode());
      assertEquals(CloseCode.GOING_AWAY.number(), bob.closeCode());
      assertNull(backend.route("sann"));
      assertNull(backend.route("sbob"));
      String node = backend.node();
      assertEquals(
          0,
          backend
              .call(Command.EXISTS, backend.keys().nodeLease(node), backend.keys().inbox(node))
              .toInteger());
    }
  }

  @Test
  void stop_tellsThatItsUsersHaveGone() {
    try (Client client = Client.ready("stold")) {
      firstSign.fire(new ShutdownDelayInitiatedEvent());

      assertEquals(CloseCode.GOING_AWAY.number(), client.closeCode());
      List<Envelope> signals = backend.signalsOf("stold");
      String last = signals.get(signals.size() - 1).payload().text();
      assertEquals(0, Client.parse(last).get("connections").size());
    }
  }

  @Test
  void clients_areToldBeforeTheServerClosesTheirConnections() {
    assertTrue(firstSignIsGiven, "without it they would get 1000 from the HTTP server");
  }

  @Test
  void stopTwice_isHarmless() {
    try (Client client = Client.ready("stwice")) {
      lifecycle.stop();
      lifecycle.stop();

      assertEquals(CloseCode.GOING_AWAY.number(), client.closeCode());
    }
  }

  @Test
  void stopped_isNotReadyAndTakesNoConnections() {
    lifecycle.stop();

    given().get(management + "health/ready").then().statusCode(503);
    given().get(management + "health/live").then().statusCode(200);
    given()
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .get("/ws")
        .then()
        .statusCode(503)
        .header("Retry-After", "1");
  }
}
