package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Redis ends, and another one, which is empty, begins at the same address. */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(RedisLossTest.QuickRenewal.class)
class RedisRestartTest {

  private static final String SEND =
      "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  @Inject Backend backend;

  @ConfigProperty(name = "REDIS_URL")
  URI redisUrl;

  private RedisServer second;

  @AfterEach
  void stopSecond() throws IOException {
    if (second != null) {
      second.stop();
    }
  }

  @Test
  void redisRestartsEmpty_connectionsStayAndEverythingComesBack() throws IOException {
    try (Client client = Client.ready("survivor")) {
      shutDown();

      client.request("1", "message:send", SEND);
      assertTrue(
          client.error("1", "unavailable").get("data").get("retryable").asBoolean(), "retryable");
      try (Client unlucky = Client.connect(Tokens.of("unlucky"))) {
        assertEquals(CloseCode.INTERNAL.number(), unlucky.closeCode());
      }
      assertFalse(client.isClosed());

      startAgain();
      assertEquals("resync", client.next().get("method").asText());
      assertEquals(backend.node(), backend.route("survivor"));
      backend.tell(Backend.delivery("{\"seq\":1}", "", "survivor"));
      assertEquals("message:new", client.next().get("method").asText());
      Client.ready("newcomer").close();
      // Until its connection is back as well, a command is unavailable, and the client tries again.
      Backend.until("the command", () -> arrives(client));
      Backend.until("who is here is told", () -> !backend.signalsOf("survivor").isEmpty());
      Backend.until("who came is told", () -> !backend.signalsOf("newcomer").isEmpty());
      assertEquals(List.of(), backend.signalsOf("unlucky"), "who was never here is not");
    }
  }

  private boolean arrives(Client client) {
    client.request("2", "message:send", SEND);
    return !backend.commandsOf("survivor").isEmpty();
  }

  private void shutDown() {
    try {
      backend.call(Command.SHUTDOWN, "NOSAVE");
    } catch (CompletionException itEndsWithoutAnAnswer) {
      // As it should.
    }
    Backend.until("Redis is away", () -> !answers());
  }

  private void startAgain() throws IOException {
    second =
        RedisServer.newRedisServer()
            .port(redisUrl.getPort())
            .bind("127.0.0.1")
            .setting("save \"\"")
            .build();
    second.start();
  }

  private boolean answers() {
    try {
      backend.call(Command.PING);
      return true;
    } catch (CompletionException away) {
      return false;
    }
  }
}
