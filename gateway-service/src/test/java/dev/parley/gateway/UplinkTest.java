package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.key.Partitions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.Sample;
import dev.parley.gateway.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method, from a client into its stream and back. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class UplinkTest {

  private static final String SAMPLE = "dev.parley.gateway.testing.Sample#";
  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  @Inject Backend backend;

  /** In no other test, so that what is in the streams is of this one. */
  private final String user = "up-" + Ids.random();

  @ParameterizedTest
  @MethodSource(SAMPLE + "commands")
  void command_arrivesInItsPartitionAndIsAnswered(Sample sample) {
    try (Client client = Client.connect(Tokens.of(user))) {
      String session = client.next().get("params").get("sessionId").asText();
      client.request("1", sample.method(), sample.params());

      Envelope command = backend.command(Partitions.of(sample.key(user), 16), user);
      assertIs(sample, session, command);
      assertEquals(1, backend.commandsOf(user).size());
      assertEquals(0, backend.queriesOf(user).size());
      assertIsAnswered(command, client);
    }
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "queries")
  void query_arrivesInItsStreamAndIsAnswered(Sample sample) {
    try (Client client = Client.connect(Tokens.of(user))) {
      String session = client.next().get("params").get("sessionId").asText();
      client.request("1", sample.method(), sample.params());

      Envelope query = backend.query(user);
      assertIs(sample, session, query);
      assertEquals(1, backend.queriesOf(user).size());
      assertEquals(0, backend.commandsOf(user).size());
      assertIsAnswered(query, client);
    }
  }

  @Test
  void query_isRefusedByWhoAnswersIt() {
    try (Client client = Client.ready(user)) {
      client.request("1", "history", "{'conversationId':'c1'}");
      backend.refuse(backend.query(user), "{\"code\":\"not_a_member\",\"message\":\"no\"}");

      assertEquals("no", client.error("1", "not_a_member").get("message").asText());
    }
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "notices")
  void notice_isRefusedLikeTheRest(Sample sample) {
    try (Client client = Client.ready(user)) {
      client.request("1", sample.method(), "{'conversationId':'a b'}");

      client.error("1", "invalid_params");
      assertEquals(List.of(), commandsOnceSettled(client, "c1"));
    }
  }

  @Test
  void typing_isAnsweredAtOnceAndPassedOnWithoutAReply() {
    try (Client client = Client.ready(user)) {
      client.request("1", "typing:start", "{'conversationId':'c1'}");
      assertIsTaken("1", client);
      client.request("2", "typing:stop", "{'conversationId':'c1'}");
      assertIsTaken("2", client);

      List<Envelope> commands = commandsOnceSettled(client, "c1");
      assertEquals(
          List.of("typing:start", "typing:stop"), commands.stream().map(Envelope::type).toList());
      for (Envelope command : commands) {
        assertNull(command.replyTo());
        assertEquals("c1", command.key());
        assertEquals("{\"conversationId\":\"c1\"}", command.payload().text());
      }
    }
  }

  @Test
  void typing_thatTellsNothingNewIsAnsweredAndNotPassedOn() {
    try (Client client = Client.ready(user)) {
      client.request("0", "typing:stop", "{'conversationId':'c1'}");
      assertIsTaken("0", client);
      for (int i = 1; i <= 50; i++) {
        client.request(String.valueOf(i), "typing:start", "{'conversationId':'c1'}");
      }
      for (int i = 1; i <= 50; i++) {
        assertIsTaken(String.valueOf(i), client);
      }

      List<Envelope> commands = commandsOnceSettled(client, "c1");
      assertEquals("typing:start", commands.get(0).type(), "no stop of what was never started");
      // One, unless this machine takes two seconds for fifty requests.
      assertTrue(commands.size() < 50, commands.size() + " passed");
    }
  }

  @Test
  void typing_isOfEachSession() {
    try (Client phone = Client.ready(user);
        Client laptop = Client.ready(user)) {
      for (Client client : List.of(phone, laptop)) {
        client.request("1", "typing:start", "{'conversationId':'c1'}");
        assertIsTaken("1", client);
      }
      laptop.request("2", "typing:start", "{'conversationId':'c2'}");
      assertIsTaken("2", laptop);

      Backend.until("all three", () -> backend.commandsOf(user).size() == 3);
    }
  }

  @Test
  void absentParams_areEmptyOnes() {
    try (Client client = Client.ready(user)) {
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"conversation:list\"}");
      Envelope query = backend.query(user);
      assertEquals("{}", query.payload().text());
      backend.reply(query, "{\"conversations\":[]}");
      assertEquals(0, client.next().get("result").get("conversations").size());

      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"conversation:list\",\"params\":null}");
      Backend.until("the second", () -> backend.queriesOf(user).size() == 2);

      client.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"sync\"}");
      assertEquals(
          "positions is missing", client.error("3", "invalid_params").get("message").asText());
    }
  }

  /** The longest params that make sense: ids of ours at the last place that there is. */
  @Test
  void syncOfAThousandConversations_fitsAFrame() {
    String positions =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ConversationIds.created(user, "k" + i))
            .map(id -> "'%s': %d".formatted(id, MessageIds.MAX_SEQ))
            .collect(Collectors.joining(", "));
    try (Client client = Client.ready(user)) {
      client.request("1", "sync", "{'positions': {" + positions + "}}");

      JsonNode payload = Client.parse(backend.query(user).payload().text());
      assertEquals(1_000, payload.get("positions").size());
    }
  }

  private void assertIs(Sample sample, String session, Envelope request) {
    assertEquals(sample.method(), request.type());
    assertEquals(sample.key(user), request.key());
    assertEquals(sample.json(), request.payload().text());
    assertEquals(backend.node(), request.replyTo().node());
    assertEquals(session, request.replyTo().session());
  }

  private void assertIsAnswered(Envelope request, Client client) {
    backend.reply(request, "{\"done\":true}");
    JsonNode answer = client.next();
    assertEquals(1, answer.get("id").asInt());
    assertEquals("{\"done\":true}", answer.get("result").toString());
  }

  private static void assertIsTaken(String id, Client client) {
    JsonNode answer = client.next();
    assertEquals(id, answer.get("id").toString());
    assertEquals("{}", answer.get("result").toString());
  }

  /** The user's commands when all that was to come has come: one more, sent last, is there. */
  private List<Envelope> commandsOnceSettled(Client client, String conversation) {
    int partition = Partitions.of(conversation, 16);
    client.request("\"last\"", "message:send", SEND.formatted(conversation));
    Backend.until("the last", () -> partitionOf(partition).stream().anyMatch(this::isLast));
    return partitionOf(partition).stream().filter(command -> !isLast(command)).toList();
  }

  private List<Envelope> partitionOf(int partition) {
    return backend.commands(partition).stream().filter(c -> c.user().equals(user)).toList();
  }

  private boolean isLast(Envelope command) {
    return command.type().equals("message:send");
  }
}
