package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Crowd;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(LimitsTest.Tight.class)
class LimitsTest {

  private static final String SEND =
      "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  /** Small limits, so that a test meets them soon. */
  public static class Tight implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.request.timeout", "PT1S",
          "parley.models.enabled", "false",
          "parley.request.max-pending", "3",
          "parley.session.max-outstanding", "100K",
          "parley.session.stall-timeout", "PT2S",
          "parley.session.close-timeout", "PT8S");
    }
  }

  @Inject Backend backend;
  @Inject Sessions sessions;
  @Inject MeterRegistry meters;

  @Test
  void request_withoutReplyTimesOutAndALateReplyIsDropped() {
    try (Client client = Client.ready("slow")) {
      client.request("1", "message:send", SEND);
      Envelope command = backend.command(Partitions.of("c1", 16), "slow");

      JsonNode error = client.error("1", "timeout");
      assertTrue(error.get("data").get("retryable").asBoolean());

      backend.reply(command, "{}");
      backend.tell(Backend.delivery("{}", "", "slow"));
      assertEquals("message:new", client.next().get("method").asText());
    }
  }

  @Test
  void requestsBeyondTheLimit_areRefusedUntilOthersAreAnswered() {
    try (Client client = Client.ready("busy")) {
      for (int i = 0; i < 5; i++) {
        client.request(String.valueOf(i), "message:send", SEND);
      }

      client.error("3", "rate_limited");
      client.error("4", "rate_limited");
      for (int i = 0; i < 3; i++) {
        client.error(String.valueOf(i), "timeout");
      }
      client.request("5", "message:send", SEND);
      Backend.until("the fourth command", () -> backend.commandsOf("busy").size() == 4);
    }
  }

  @Test
  void clientThatReadsNothing_isClosedAndForgotten() {
    try (Crowd crowd = new Crowd()) {
      crowd.add(Client.deaf(Tokens.of("deaf")));
      Backend.until("ready", () -> isReady("deaf"));
      Client witness = crowd.add(Client.ready("witness"));
      String payload = "{\"x\":\"" + "x".repeat(50_000) + "\"}";
      for (int i = 0; i < 400; i++) {
        backend.tell(Backend.delivery(payload, "", "deaf", "witness"));
        assertEquals("message:new", witness.next().get("method").asText(), "harms nobody else");
      }

      Backend.until("forgotten", () -> sessions.ofUser("deaf").isEmpty());
      Backend.until("the route is gone", () -> backend.route("deaf") == null);
    }
  }

  @Test
  void clientThatReadsTooLate_isToldWhy() {
    try (Client client = Client.deaf(Tokens.of("late"));
        Client witness = Client.ready("witness2")) {
      Backend.until("ready", () -> isReady("late"));
      double closed = slow();
      for (int i = 0; i < 50; i++) {
        backend.tell(large("late"));
      }
      backend.tell(Backend.delivery("{}", "", "witness2"));
      witness.next();
      Backend.until("closed", () -> slow() > closed);

      client.read(1_000_000);

      assertEquals(CloseCode.SLOW_CONSUMER.number(), client.closeCode());
      Backend.until("forgotten", () -> sessions.ofUser("late").isEmpty());
    }
  }

  @Test
  void clientThatReads_getsABurstLargerThanTheLimit() {
    try (Client client = Client.ready("quick")) {
      // The next burst comes when this one has been read: how far a reader may be behind on a busy
      // machine is not what is tested here.
      for (int burst = 0; burst < 20; burst++) {
        backend.tell(large("quick"));
        for (int i = 0; i < 10; i++) {
          assertEquals("message:new", client.next().get("method").asText());
        }
      }
    }
  }

  private double slow() {
    Counter counter =
        meters.find("parley.sessions.closed").tag("reason", "slow_consumer").counter();
    return counter == null ? 0 : counter.count();
  }

  /** Whether the user's session has said ready, heard or not. */
  private boolean isReady(String user) {
    return sessions.ofUser(user).stream()
        .anyMatch(
            session -> CompletableFuture.supplyAsync(session::isReady, session.loop()).join());
  }

  /** Ten events of 40 KB: four times the limit. */
  private static InboxItem[] large(String user) {
    InboxItem[] items = new InboxItem[10];
    for (int i = 0; i < items.length; i++) {
      items[i] = Backend.delivery("{\"x\":\"" + "x".repeat(40_000) + "\"}", "", user);
    }
    return items;
  }
}
