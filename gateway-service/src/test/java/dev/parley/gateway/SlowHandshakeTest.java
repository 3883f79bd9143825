package dev.parley.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that never become a WebSocket. */
@QuarkusTest
@QuarkusTestResource(
    value = GatewayResource.class,
    restrictToAnnotatedClass = true,
    initArgs = @ResourceArg(name = "quarkus.http.idle-timeout", value = "PT1S"))
class SlowHandshakeTest {

  @Inject Backend backend;

  @ConfigProperty(name = "quarkus.http.limits.max-header-size")
  String maxHeader;

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /ws", "GET /ws HTTP/1.1\r\nHost: x\r\nX-Slow: "})
  void whoStopsHalfWay_isCut(String part) throws IOException {
    try (RawClient client = RawClient.plain()) {
      client.write(part.getBytes(US_ASCII));

      assertEquals("", client.rest());
    }
  }

  @Test
  void headerThatIsTooLarge_isRefusedUnread() throws IOException {
    assertEquals("20K", maxHeader);
    try (RawClient client = RawClient.plain()) {
      client.write(
          RawClient.upgrade(Tokens.of("header"), "X-Large: " + "x".repeat(22 * 1024) + "\r\n"));
      String head = client.header();

      assertTrue(head.startsWith("HTTP/1.1 431 "), head);
    }
  }

  @Test
  void webSocket_mayBeQuietForLonger() throws IOException {
    try (Client quiet = Client.ready("quiet")) {
      for (int i = 0; i < 3; i++) {
        try (RawClient idle = RawClient.plain()) {
          idle.rest();
        }
      }

      backend.tell(Backend.delivery("{}", "", "quiet"));
      assertEquals("message:new", quiet.next().path("method").asText());
    }
  }
}
