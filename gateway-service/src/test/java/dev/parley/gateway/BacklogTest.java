package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** While message-service is away, a partition takes so many commands and no more. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@TestProfile(BacklogTest.FewMayWait.class)
class BacklogTest {

  /** So that a test can fill it. */
  public static final class FewMayWait implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mp.messaging.outgoing.commands.max-length", "20",
          "mp.messaging.outgoing.commands.max-backlog", "20");
    }
  }

  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  @Inject Backend backend;

  @ConfigProperty(name = "mp.messaging.outgoing.commands.max-backlog")
  int maxBacklog;

  @Test
  void fullPartition_isUnavailableUntilItsReaderIsBack() {
    int partition = Partitions.of("full", 16);
    String stream = RedisKeys.partition(backend.keys().commands(), partition);
    backend.call(Command.XGROUP, "CREATE", stream, "message-service", "0", "MKSTREAM");
    try (Client client = Client.ready("backlog1")) {
      JsonNode error = sendUntilRefused(client, stream);
      assertEquals("unavailable", error.get("data").get("code").asText());
      assertTrue(error.get("data").get("retryable").asBoolean());
      long waiting = backend.call(Command.XLEN, stream).toLong();
      assertTrue(waiting >= maxBacklog && waiting < 10L * maxBacklog, waiting + " wait");

      client.request("\"other\"", "message:send", SEND.formatted("elsewhere"));
      backend.command(Partitions.of("elsewhere", 16), "backlog1");

      String last = lastEntry(stream);
      backend.call(Command.XGROUP, "SETID", stream, "message-service", "$");
      Backend.until(
          "commands are taken again",
          () -> {
            client.request("\"again\"", "message:send", SEND.formatted("full"));
            return !lastEntry(stream).equals(last);
          });
    }
  }

  /** Sends to a conversation that nobody serves; the first answer can only be a refusal. */
  private JsonNode sendUntilRefused(Client client, String stream) {
    for (int i = 1; i <= 10 * maxBacklog && client.waiting() == 0; i++) {
      long sent = i;
      client.request(Integer.toString(i), "message:send", SEND.formatted("full"));
      Backend.until(
          "taken or refused",
          () -> client.waiting() > 0 || backend.call(Command.XLEN, stream).toLong() == sent);
    }
    return client.next().get("error");
  }

  private String lastEntry(String stream) {
    return backend.call(Command.XREVRANGE, stream, "+", "-", "COUNT", 1).get(0).get(0).toString();
  }
}
