package dev.parley.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class RefreshTest {

  @Inject MeterRegistry meters;

  @Test
  void refresh_keepsTheConnectionAsLongAsTheNewToken() {
    Instant first = Instant.now().plusSeconds(8);
    try (Client client = connect(Tokens.of("ann", Duration.ofSeconds(8)))) {
      JsonNode result = refresh(client, Tokens.of("ann", Duration.ofSeconds(12))).path("result");

      Instant end = Instant.parse(result.path("expiresAt").asText());
      assertTrue(end.isAfter(first), end.toString());
      assertEquals(CloseCode.TOKEN_EXPIRED.number(), client.closeCode());
      assertFalse(Instant.now().isBefore(end), "closed before its time");
    }
  }

  @Test
  void refresh_withATokenThatEndsEarlierChangesNothing() {
    try (Client client = connect(Tokens.of("ann", Duration.ofMinutes(10)))) {
      JsonNode result = refresh(client, Tokens.of("ann", Duration.ofMinutes(1))).path("result");

      Instant end = Instant.parse(result.path("expiresAt").asText());
      assertTrue(end.isAfter(Instant.now().plusSeconds(300)), end.toString());
    }
  }

  @Test
  void refresh_isOnlyForTheSameUserAndSession() {
    Duration hour = Duration.ofHours(1);
    try (Client client = connect(Tokens.ofSession("ann", hour, "s1"))) {
      assertEquals("forbidden", error(refresh(client, Tokens.ofSession("bob", hour, "s1"))));
      assertEquals("forbidden", error(refresh(client, Tokens.ofSession("ann", hour, "s2"))));
      assertEquals("forbidden", error(refresh(client, Tokens.of("ann", hour))));
      assertTrue(refresh(client, Tokens.ofSession("ann", hour, "s1")).has("result"));
    }
    try (Client client = connect(Tokens.of("ann", hour))) {
      assertEquals("forbidden", error(refresh(client, Tokens.ofSession("ann", hour, "s1"))));
    }
  }

  @Test
  void refresh_withABadTokenIsRefusedAndTheConnectionStays() {
    String good = Tokens.of("ann");
    try (Client client = connect(good)) {
      for (String bad :
          new String[] {"x", good + "x", Tokens.of("ann", Duration.ofSeconds(-1)), " "}) {
        JsonNode answer = refresh(client, bad);
        assertEquals("invalid_params", error(answer));
        assertEquals("token is not valid", answer.path("error").path("message").asText());
      }
      assertTrue(refresh(client, good).has("result"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'token':''}", "{'token':7}", "{'token':null}", "{'token':['a']}"})
  void refresh_withoutATokenNamesTheField(String params) {
    try (Client client = connect(Tokens.of("ann"))) {
      client.request("1", "auth:refresh", params);

      assertTrue(client.error("1", "invalid_params").path("message").asText().startsWith("token "));
    }
  }

  @Test
  void refresh_takesNoTokenThatIsTooLong() {
    try (Client client = connect(Tokens.of("ann"))) {
      assertEquals("invalid_params", error(refresh(client, "x".repeat(16 * 1024 + 1))));
    }
  }

  @Test
  void refresh_isMeasuredByItsNameOnly() {
    String token = Tokens.of("measured");
    try (Client client = connect(token)) {
      refresh(client, token);
    }
    Backend.until("it is counted", this::isCounted);
    meters
        .getMeters()
        .forEach(meter -> assertFalse(meter.getId().toString().contains(token.substring(0, 20))));
  }

  private boolean isCounted() {
    Timer timer =
        meters.find("parley.requests").tags("method", "auth:refresh", "outcome", "ok").timer();
    return timer != null && timer.count() > 0;
  }

  private static Client connect(String token) {
    Client client = Client.connect(token);
    assertEquals("ready", client.next().path("method").asText());
    return client;
  }

  private static JsonNode refresh(Client client, String token) {
    client.request("1", "auth:refresh", "{'token':'" + token + "'}");
    return client.next();
  }

  private static String error(JsonNode answer) {
    return answer.path("error").path("data").path("code").asText();
  }
}
