package dev.parley.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Crowd;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class ConnectTest {

  @Inject Backend backend;

  @Test
  void upgrade_withoutTokenIsRefused() {
    upgrade().get("/ws").then().statusCode(401).header("WWW-Authenticate", "Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi"})
  void upgrade_withoutARightTokenIsRefused(String header) {
    upgrade()
        .header("Authorization", header)
        .get("/ws")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer");
  }

  @Test
  void upgrade_withAnExpiredTokenIsRefused() {
    upgrade()
        .header("Authorization", "Bearer " + Tokens.of("ann", Duration.ofSeconds(-1)))
        .get("/ws")
        .then()
        .statusCode(401);
  }

  @Test
  void upgrade_ofASubjectThatIsNoUserIdIsRefused() {
    upgrade()
        .header("Authorization", "Bearer " + Tokens.of("no user"))
        .get("/ws")
        .then()
        .statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "https://evil.example", "http://localhost.evil.example", "file://"})
  void upgrade_fromAnotherPageIsRefused(String origin) {
    upgrade()
        .header("Authorization", "Bearer " + Tokens.of("ann"))
        .header("Origin", origin)
        .get("/ws")
        .then()
        .statusCode(403);
  }

  @Test
  void upgrade_fromAPageOfThisHostIsNotRefused() {
    String here = Client.uri().getAuthority();
    upgrade()
        .header("Host", here)
        .header("Origin", "http://" + here)
        .get("/ws")
        .then()
        .statusCode(401);
  }

  @Test
  void ready_isTheFirstFrame() {
    try (Client client = Client.connect(Tokens.of("ann"))) {
      JsonNode ready = client.next();

      assertEquals("2.0", ready.get("jsonrpc").asText());
      assertEquals("ready", ready.get("method").asText());
      JsonNode params = ready.get("params");
      assertEquals("ann", params.get("userId").asText());
      assertEquals(backend.node(), params.get("nodeId").asText());
      assertEquals(25, params.get("heartbeatSeconds").asInt());
      assertEquals(16, params.get("sessionId").asText().length());
      assertEquals(params.get("sessionId"), params.get("deviceId"), "one that has no other name");
    }
  }

  @Test
  void ready_hasTheDeviceThatTheClientNames() {
    try (Client client = Client.connect(Tokens.of("ann"), "device=my.Phone_1-a")) {
      assertEquals("my.Phone_1-a", client.next().path("params").path("deviceId").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"device=", "device=a%20b", "device=a&device=a", "device=%C3%A4"})
  void upgrade_withADeviceThatIsNoIdIsRefused(String query) {
    upgradeOnDevice(query);
  }

  /** What no client library sends; were it a fault of the server, it would be logged. */
  @ParameterizedTest
  @ValueSource(strings = {"ticket=%zz", "%", "device=%c"})
  void upgrade_withAQueryThatCannotBeReadIsRefused(String query) throws IOException {
    String request =
        "GET /ws?%s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    try (Socket socket = new Socket(Client.uri().getHost(), Client.uri().getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(request.replace("%s", query).getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
      assertEquals("HTTP/1.1 400", new String(status, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void upgrade_withTooLongADeviceIsRefused() {
    upgradeOnDevice("device=" + "x".repeat(65));
  }

  @Test
  void manyConnects_allGetTheirRoutes() {
    try (Crowd crowd = new Crowd()) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        clients.add(crowd.add(Client.connect(Tokens.of("crowd" + i))));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals("ready", clients.get(i).next().get("method").asText());
        assertEquals(backend.node(), backend.route("crowd" + i));
      }
      clients.forEach(Client::cut);

      for (int i = 0; i < 100; i++) {
        String user = "crowd" + i;
        Backend.until("the route of " + user + " is gone", () -> backend.route(user) == null);
      }
    }
  }

  @Test
  void reconnects_endWithTheRoute() {
    try (Crowd crowd = new Crowd()) {
      Client last = crowd.add(Client.connect(Tokens.of("flapping")));
      for (int i = 0; i < 30; i++) {
        last.cut();
        last = crowd.add(Client.connect(Tokens.of("flapping")));
      }
      assertEquals("ready", last.next().get("method").asText());

      assertEquals(backend.node(), backend.route("flapping"));
      last.close();
      Backend.until("the route is gone", () -> backend.route("flapping") == null);
    }
  }

  @Test
  void node_isAUuidWithLeaseAndInbox() {
    assertEquals(4, UUID.fromString(backend.node()).version());
    assertTrue(backend.call(Command.PTTL, backend.keys().nodeLease(backend.node())).toLong() > 0);
    assertTrue(backend.call(Command.PTTL, backend.keys().inbox(backend.node())).toLong() > 15_000);
    assertNull(backend.route("nobody"));
  }

  private static void upgradeOnDevice(String query) {
    upgrade()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + Tokens.of("ann"))
        .get("/ws?" + query)
        .then()
        .statusCode(400);
  }

  private static RequestSpecification upgrade() {
    return given()
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  }
}
