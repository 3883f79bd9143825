package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(RedisLossTest.QuickRenewal.class)
class RedisLossTest {

  /** So that a test need not wait for seconds. */
  public static class QuickRenewal implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.node.lease", "PT3S",
          "parley.node.renewal", "PT0.2S",
          "parley.node.stop-timeout", "PT1S");
    }
  }

  @Inject Backend backend;

  @Test
  void redisEmptied_isFilledAgainAndSessionsResync() {
    try (Client ann = Client.ready("lann");
        Client bob = Client.ready("lbob")) {
      backend.call(Command.FLUSHALL);
      backend.call(Command.SCRIPT, "FLUSH");

      assertEquals("resync", ann.next().get("method").asText());
      assertEquals("resync", bob.next().get("method").asText());
      assertEquals(backend.node(), backend.route("lann"));
      assertEquals(backend.node(), backend.route("lbob"));
      backend.tell(Backend.delivery("{\"seq\":1}", "", "lann", "lbob"));
      assertEquals("message:new", ann.next().get("method").asText());
      assertEquals("message:new", bob.next().get("method").asText());
    }
  }

  @Test
  void leaseLost_isTakenAgain() {
    try (Client client = Client.ready("lease")) {
      backend.call(Command.DEL, backend.keys().nodeLease(backend.node()));

      assertEquals("resync", client.next().get("method").asText());
      assertEquals(
          1, backend.call(Command.EXISTS, backend.keys().nodeLease(backend.node())).toInteger());
    }
  }

  @Test
  void brokenConnections_comeBack() {
    try (Client client = Client.ready("broken")) {
      backend.call(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");

      // The pool finds out by and by which of its connections are gone.
      Backend.until("Redis answers", this::answers);
      backend.tell(Backend.delivery("{\"seq\":1}", "", "broken"));
      assertEquals("message:new", client.next().get("method").asText());
      // What meets the broken connection is answered as unavailable, and the client sends it again.
      Backend.until("the command", () -> arrives(client));
    }
  }

  private boolean arrives(Client client) {
    client.request(
        "1",
        "message:send",
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}");
    return !backend.commandsOf("broken").isEmpty();
  }

  private boolean answers() {
    try {
      for (int i = 0; i < 20; i++) {
        backend.call(Command.PING);
      }
      return true;
    } catch (CompletionException connectionIsGone) {
      return false;
    }
  }
}
