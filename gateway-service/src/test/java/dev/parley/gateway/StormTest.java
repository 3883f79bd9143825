package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** More handshakes than the gateway takes in a second. */
@QuarkusTest
@QuarkusTestResource(
    value = GatewayResource.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      @ResourceArg(name = "parley.limits.handshake-rate", value = "1"),
      @ResourceArg(name = "parley.limits.handshake-burst", value = "20")
    })
class StormTest {

  @Inject Backend backend;
  @Inject MeterRegistry meters;

  @Test
  void someAreToldToComeBack_andWhoIsConnectedStays() throws IOException {
    String token = Tokens.of("storm");
    try (Client witness = Client.ready("witness")) {
      String refused = "";
      for (int i = 0; i < 1_000 && refused.isEmpty(); i++) {
        String head = handshake(token);
        if (!head.startsWith("HTTP/1.1 101 ")) {
          refused = head;
        }
      }

      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.toLowerCase(Locale.ROOT).contains("retry-after: 1\r\n"), refused);
      assertTrue(meters.get("parley.connects.refused").tag("limit", "rate").counter().count() >= 1);
      backend.tell(Backend.delivery("{}", "", "witness"));
      assertEquals("message:new", witness.next().path("method").asText());
      Backend.until("later it may", () -> comesIn(token));
    }
  }

  private static boolean comesIn(String token) {
    try {
      return handshake(token).startsWith("HTTP/1.1 101 ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String handshake(String token) throws IOException {
    try (RawClient client = RawClient.plain()) {
      client.write(RawClient.upgrade(token, ""));
      return client.header();
    }
  }
}
