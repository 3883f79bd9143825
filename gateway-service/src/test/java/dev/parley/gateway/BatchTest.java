package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of JSON-RPC 2.0, section 6 of its specification. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class BatchTest {

  private static final String SEND =
      "{'jsonrpc':'2.0','id':%d,'method':'message:send','params':{'conversationId':'c1',"
          + "'clientMessageId':'m%d','content':{'type':'text','text':'hi'}}}";

  @Inject Backend backend;
  @Inject GatewaySettings settings;

  @Test
  void answers_comeInOneFrameWhenTheLastIsThere() {
    try (Client client = Client.ready("batch")) {
      send(client, sends(3), "{'jsonrpc':'2.0','id':'x','method':'nothing'}", "7");

      List<Envelope> commands = commands("batch", 3);
      for (int i = 2; i >= 0; i--) {
        assertEquals(0, client.waiting(), "not before the last");
        assertTrue(commands.get(i).payload().text().contains("\"m" + i + "\""), "in order");
        backend.reply(commands.get(i), "{\"n\":" + i + "}");
      }
      Map<String, JsonNode> answers = answers(client.next());

      assertEquals(5, answers.size());
      for (int i = 0; i < 3; i++) {
        assertEquals(i, answers.get(String.valueOf(i)).path("result").path("n").asInt(-1));
      }
      assertEquals("method_not_found", code(answers.get("\"x\"")));
      assertEquals("invalid_request", code(answers.get("null")));
    }
  }

  @Test
  void batchBeforeReady_isCarriedOutAfterIt() {
    try (Client client = Client.connect(Tokens.of("eagerbatch"))) {
      send(client, "{'jsonrpc':'2.0','id':1,'method':'nothing'}");
      assertEquals("ready", client.next().path("method").asText());
      assertEquals("method_not_found", code(answers(client.next()).get("1")));
    }
  }

  @Test
  void batchBeyondTheLimit_isRefusedAsAWhole() {
    try (Client client = Client.ready("long")) {
      String[] most = nothings(settings.request().maxBatch());
      send(client, most);
      assertEquals(most.length, answers(client.next()).size());

      send(client, nothings(most.length + 1));
      JsonNode error = client.error("null", "invalid_request");
      assertTrue(error.path("message").asText().contains(String.valueOf(most.length)));
    }
  }

  @Test
  void resultsBeyondTheRoom_areToBeAskedForAlone() {
    try (Client client = Client.ready("greedy")) {
      send(client, sends(2));
      List<Envelope> commands = commands("greedy", 2);
      String half = "{\"x\":\"" + "y".repeat(400 * 1024) + "\"}";
      backend.reply(commands.get(0), half);
      backend.reply(commands.get(1), half);
      Map<String, JsonNode> answers = answers(client.next());
      assertTrue(answers.get("0").has("result"));
      assertEquals("too_large", code(answers.get("1")));

      send(client, sends(1));
      backend.reply(commands("greedy", 3).get(2), half);
      assertTrue(answers(client.next()).get("0").has("result"), "the room is free again");
    }
  }

  private static void send(Client client, Object... requests) {
    String batch =
        IntStream.range(0, requests.length)
            .mapToObj(i -> requests[i].toString())
            .collect(Collectors.joining(",", " [", "]"));
    client.send(batch.replace('\'', '"'));
  }

  private static String sends(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SEND.formatted(i, i))
        .collect(Collectors.joining(","));
  }

  private static String[] nothings(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{'jsonrpc':'2.0','id':" + i + ",'method':'nothing'}")
        .toArray(String[]::new);
  }

  private List<Envelope> commands(String user, int count) {
    Backend.until(count + " commands of " + user, () -> backend.commandsOf(user).size() == count);
    assertEquals(count, backend.commandsOf(user).size());
    return backend.commandsOf(user);
  }

  private static Map<String, JsonNode> answers(JsonNode frame) {
    assertTrue(frame.isArray(), frame.toString());
    Map<String, JsonNode> answers = new HashMap<>();
    frame.forEach(answer -> answers.put(answer.path("id").toString(), answer));
    return answers;
  }

  private static String code(JsonNode answer) {
    return answer.path("error").path("data").path("code").asText();
  }
}
