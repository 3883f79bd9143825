package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.limit.Admission;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Crowd;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many may connect. The gateway believes a forwarded address, so that a test has several. */
@QuarkusTest
@QuarkusTestResource(
    value = GatewayResource.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      @ResourceArg(name = "quarkus.http.proxy.proxy-address-forwarding", value = "true"),
      @ResourceArg(name = "parley.limits.connections", value = "8"),
      @ResourceArg(name = "parley.limits.connections-per-address", value = "5"),
      @ResourceArg(name = "parley.limits.connections-per-user", value = "3")
    })
class AdmissionTest {

  @Inject Admission admission;
  @Inject Backend backend;
  @Inject Sessions sessions;
  @Inject MeterRegistry meters;

  @BeforeEach
  void nobodyIsConnected() {
    Backend.until("nobody is connected", () -> admission.connections() == 0);
  }

  @Test
  void address_thatHasEnough_isRefusedWhateverItsToken() throws IOException {
    double refused = refused("address");
    try (Crowd crowd = new Crowd()) {
      for (int i = 0; i < 5; i++) {
        crowd.add(Client.ready("address" + i));
      }

      assertRefused(429, handshake(Tokens.of("address6"), ""));
      assertRefused(429, handshake("no token", ""));
      assertStatus(401, handshake("no token", "X-Forwarded-For: 192.0.2.1\r\n"));
      assertStatus(101, handshake(Tokens.of("address6"), "X-Forwarded-For: 192.0.2.1\r\n"));
      assertEquals(refused + 2, refused("address"));
    }
  }

  @Test
  void fullNode_isUnavailableUntilOneLeaves() throws IOException {
    double refused = refused("node");
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        RawClient client = RawClient.plain();
        clients.add(client);
        String from = "X-Forwarded-For: 192.0.2." + i + "\r\n";
        client.write(RawClient.upgrade(Tokens.of("full" + i), from));
        assertStatus(101, client.header());
      }
      assertRefused(503, handshake(Tokens.of("full9"), ""));
      assertEquals(refused + 1, refused("node"));

      clients.get(0).close();

      Backend.until("one has left", () -> admission.connections() == 7);
      assertStatus(101, handshake(Tokens.of("full9"), ""));
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void connectionThatTriesAgain_countsOnce() throws IOException {
    try (RawClient client = RawClient.plain()) {
      for (int i = 0; i < 20; i++) {
        String from = "Content-Length: 0\r\nX-Forwarded-For: 192.0.2." + i + "\r\n";
        client.write(RawClient.upgrade("no token", from));
        assertStatus(401, client.header());
        assertEquals(1, admission.connections());
      }
    }
    Backend.until("it does not count any more", () -> admission.connections() == 0);
  }

  @Test
  void usersOldestConnection_makesRoomForTheNewest() {
    try (Crowd crowd = new Crowd()) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(crowd.add(Client.ready("many")));
      }

      assertEquals(CloseCode.TOO_MANY_CONNECTIONS.number(), clients.get(0).closeCode());
      assertEquals(CloseCode.TOO_MANY_CONNECTIONS.number(), clients.get(1).closeCode());
      Backend.until("three are left", () -> sessions.ofUser("many").size() == 3);
      backend.tell(Backend.delivery("{}", "", "many"));
      for (Client left : clients.subList(2, 5)) {
        assertEquals("message:new", left.next().path("method").asText());
      }
    }
  }

  private static String handshake(String token, String further) throws IOException {
    try (RawClient client = RawClient.plain()) {
      client.write(RawClient.upgrade(token, further));
      return client.header();
    }
  }

  private static void assertRefused(int status, String head) {
    assertStatus(status, head);
    assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("retry-after: 10"), head);
  }

  private static void assertStatus(int status, String head) {
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
  }

  private double refused(String limit) {
    return meters.get("parley.connects.refused").tag("limit", limit).counter().count();
  }
}
