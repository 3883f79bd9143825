package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** While message-service is away, a stream takes so many commands or queries and no more. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@TestProfile(BacklogTest.FewMayWait.class)
class BacklogTest {

  /** So that a test can fill it. */
  public static final class FewMayWait implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> few = new HashMap<>();
      for (String channel :
          List.of("commands", "queries", "signals", "presence-queries", "model-queries")) {
        few.put("mp.messaging.outgoing." + channel + ".max-length", "20");
        few.put("mp.messaging.outgoing." + channel + ".max-backlog", "20");
      }
      few.put("parley.models.enabled", "true");
      few.put("parley.models.patience", "PT9S");
      return few;
    }
  }

  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  private static final String ABOUT = "{'conversationId':'c1'}";

  private static final String GROUP = "message-service";

  @Inject Backend backend;
  @Inject MeterRegistry meters;

  @ConfigProperty(name = "mp.messaging.outgoing.commands.max-backlog")
  int maxBacklog;

  @Test
  void fullPartition_isUnavailableUntilItsReaderIsBack() {
    String stream = streamOf("full");
    createGroup(stream);
    try (Client client = Client.ready("backlog1")) {
      assertIsUnavailable(untilRefused(client, stream, "message:send", SEND.formatted("full")));

      client.request("\"other\"", "message:send", SEND.formatted("elsewhere"));
      backend.command(Partitions.of("elsewhere", 16), "backlog1");

      assertIsTakenAgain(client, stream, "message:send", SEND.formatted("full"));
    }
  }

  @Test
  void fullQueries_areUnavailableUntilTheirReaderIsBack() {
    String stream = backend.keys().queries();
    createGroup(stream);
    try (Client client = Client.ready("backlog2")) {
      assertIsUnavailable(untilRefused(client, stream, "conversation:get", ABOUT));

      client.request("\"command\"", "message:send", SEND.formatted("free"));
      backend.command(Partitions.of("free", 16), "backlog2");

      assertIsTakenAgain(client, stream, "conversation:get", ABOUT);
    }
  }

  @Test
  void typingThatIsLost_isAnsweredAndCounted() {
    String stream = streamOf("lossy");
    createGroup(stream);
    try (Client client = Client.ready("backlog3");
        Client typist = Client.ready("backlog4")) {
      untilRefused(client, stream, "message:send", SEND.formatted("lossy"));

      typist.request("1", "typing:start", "{'conversationId':'lossy'}");

      assertEquals("{}", typist.next().get("result").toString());
      Backend.until("it is counted", () -> lost("typing:start") == 1);
      assertEquals(0, lost("typing:stop"));
      assertEquals(0, backend.commandsOf("backlog4").size());
    }
  }

  @Test
  void fullSignals_areUnavailableAndConnectionsAreToldLater() {
    String stream = RedisKeys.partition(backend.keys().signals(), Partitions.of("backlog5", 16));
    createGroup(stream);
    try (Client phone = Client.ready("backlog5")) {
      assertIsUnavailable(untilRefused(phone, stream, "presence:set", "{}"));
      try (Client laptop = Client.ready("backlog5")) {
        Backend.until("it is refused", () -> count("parley.signals.failures") > 0);
        laptop.request("1", "message:send", SEND.formatted("unharmed"));
        backend.command(Partitions.of("unharmed", 16), "backlog5");

        backend.call(Command.XGROUP, "SETID", stream, GROUP, "$");

        Backend.until("the second is told", () -> connections("backlog5") == 2);
      }
    }
  }

  @Test
  void fullPresenceQueries_areUnavailableUntilTheirReaderIsBack() {
    String stream = backend.keys().presenceQueries();
    createGroup(stream);
    try (Client client = Client.ready("backlog6")) {
      assertIsUnavailable(untilRefused(client, stream, "presence:get", "{'userIds':['a']}"));
      client.request("\"watch\"", "presence:watch", "{'userIds':['a']}");
      assertIsUnavailable(client.next().get("error"));
      Backend.until("no route", () -> backend.route(RedisKeys.presenceSubject("a")) == null);

      assertIsTakenAgain(client, stream, "presence:get", "{'userIds':['a']}");
    }
  }

  @Test
  void fullModelQueries_goToMessageServiceInstead() {
    String stream = backend.keys().modelQueries();
    createGroup(stream);
    try (Client client = Client.ready("backlog7")) {
      Backend.until(
          "one goes elsewhere",
          () -> {
            client.request("1", "conversation:unread", "{}");
            return !backend.queriesOf("backlog7").isEmpty();
          });

      assertTrue(backend.modelQueriesOf("backlog7").size() >= maxBacklog);
      assertTrue(meters.get("parley.models.passed.on").tag("why", "refused").counter().count() > 0);
      backend.reply(backend.query("backlog7"), "{\"messages\":7}");
      assertEquals(7, client.next().get("result").get("messages").asInt());
    }
  }

  /** How many connections the last signal of a user has; 0 without one. */
  private int connections(String user) {
    List<Envelope> told =
        backend.signalsOf(user).stream().filter(s -> s.type().equals("user:connections")).toList();
    return told.isEmpty()
        ? 0
        : Client.parse(told.get(told.size() - 1).payload().text()).get("connections").size();
  }

  private double count(String counter) {
    return meters.get(counter).functionCounter().count();
  }

  private static void assertIsUnavailable(JsonNode error) {
    assertEquals("unavailable", error.get("data").get("code").asText());
    assertTrue(error.get("data").get("retryable").asBoolean());
  }

  private void assertIsTakenAgain(Client client, String stream, String method, String params) {
    String last = lastEntry(stream);
    backend.call(Command.XGROUP, "SETID", stream, GROUP, "$");
    Backend.until(
        "taken again",
        () -> {
          client.request("\"again\"", method, params);
          return !lastEntry(stream).equals(last);
        });
  }

  private String streamOf(String conversation) {
    return RedisKeys.partition(backend.keys().commands(), Partitions.of(conversation, 16));
  }

  private void createGroup(String stream) {
    backend.call(Command.XGROUP, "CREATE", stream, GROUP, "0", "MKSTREAM");
  }

  /** Sends what nobody takes; the first answer can only be a refusal. */
  private JsonNode untilRefused(Client client, String stream, String method, String params) {
    long before = backend.ofClients(stream).size();
    for (int i = 1; i <= 10 * maxBacklog && client.waiting() == 0; i++) {
      long sent = before + i;
      client.request(Integer.toString(i), method, params);
      Backend.until(
          "taken or refused",
          () -> client.waiting() > 0 || backend.ofClients(stream).size() == sent);
    }
    long waiting = backend.call(Command.XLEN, stream).toLong();
    assertTrue(waiting >= maxBacklog && waiting < 10L * maxBacklog, waiting + " wait");
    return client.next().get("error");
  }

  private double lost(String method) {
    Counter counter = meters.find("parley.requests.lost").tag("method", method).counter();
    return counter == null ? 0 : counter.count();
  }

  private String lastEntry(String stream) {
    return backend.call(Command.XREVRANGE, stream, "+", "-", "COUNT", 1).get(0).get(0).toString();
  }
}
