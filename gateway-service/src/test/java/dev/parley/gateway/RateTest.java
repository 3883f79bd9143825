package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.limit.RedisRates;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = GatewayResource.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      @ResourceArg(name = "parley.limits.connection-rate", value = "1"),
      @ResourceArg(name = "parley.limits.connection-burst", value = "20"),
      @ResourceArg(name = "parley.limits.user-rate", value = "30"),
      @ResourceArg(name = "parley.limits.max-refused", value = "2000")
    })
class RateTest {

  @Inject Redis redis;
  @Inject RedisKeys keys;

  @Test
  void requestsBeyondTheRate_areRefusedWithATimeToWait() {
    try (Client client = Client.ready("quick")) {
      JsonNode refusal = untilRefused(client);

      assertEquals("rate_limited", refusal.path("data").path("code").asText());
      assertTrue(refusal.path("data").path("retryable").asBoolean());
      long wait = refusal.path("data").path("retryAfterMs").asLong();
      assertTrue(wait > 0 && wait <= 1_001, wait + " ms");
    }
  }

  @Test
  void whatIsNoRequest_counts() {
    try (Client client = Client.ready("sloppy")) {
      assertEquals("parse_error", code(client, "{"));
      assertEquals("invalid_request", code(client, "[1]"));
      Backend.until("refused", () -> "rate_limited".equals(code(client, "{")));
      Backend.until("refused in a batch", () -> "rate_limited".equals(code(client, "[1]")));
    }
  }

  @Test
  void whoGoesOn_isClosed() {
    try (Client client = Client.ready("abuser")) {
      for (int i = 0; i < 1_000_000 && !client.isClosed() && sent(client); i++) {}

      assertEquals(CloseCode.RATE_LIMITED.number(), client.closeCode());
    }
  }

  @Test
  void otherConnections_areNotHeldBack() {
    try (Client noisy = Client.ready("noisy");
        Client calm = Client.ready("calm")) {
      untilRefused(noisy);

      assertEquals("method_not_found", code(calm, request()));
    }
  }

  @Test
  void userBusyElsewhere_isHeldBackHere() {
    try (Client client = Client.ready("roaming")) {
      RedisRates elsewhere = new RedisRates(redis, keys, false, 30);
      elsewhere.use(Map.of("roaming", 330)).await().atMost(Duration.ofSeconds(30));
      // Busy enough that the other nodes are told.
      for (int i = 0; i < 8; i++) {
        assertEquals("method_not_found", code(client, request()));
      }

      Backend.until(
          "held back for longer than the connection alone ever is",
          () -> {
            client.send(request());
            return client.next().at("/error/data/retryAfterMs").asLong() > 1_001;
          });
    }
  }

  private static JsonNode untilRefused(Client client) {
    while (true) {
      client.send(request());
      JsonNode error = client.next().path("error");
      if (error.path("data").path("code").asText().equals("rate_limited")) {
        return error;
      }
    }
  }

  private static boolean sent(Client client) {
    try {
      client.send(request());
      return true;
    } catch (CompletionException closed) {
      return false;
    }
  }

  private static String code(Client client, String frame) {
    client.send(frame);
    JsonNode answer = client.next();
    JsonNode one = answer.isArray() ? answer.get(0) : answer;
    return one.path("error").path("data").path("code").asText();
  }

  private static String request() {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no:such\"}";
  }
}
