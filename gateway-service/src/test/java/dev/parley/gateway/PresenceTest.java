package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Presence at one gateway; the test plays presence-service. */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(PresenceTest.Hasty.class)
class PresenceTest {

  /** Who does nothing is idle at once, and Redis' loss is found out soon. */
  public static final class Hasty implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.presence.away-after", "PT0.3S",
          "parley.presence.max-watched", "2",
          "parley.session.heartbeat", "PT0.2S",
          "parley.request.timeout", "PT5S",
          "parley.node.lease", "PT3S",
          "parley.node.renewal", "PT0.2S",
          "parley.node.stop-timeout", "PT1S");
    }
  }

  private static final String GET = "{'userIds':['whoever']}";

  @Inject Backend backend;

  @Test
  void idleClient_isToldOnceAlthoughItAnswersPings() {
    try (Client idle = Client.ready("pidle")) {
      until("pidle", true);
      int said = backend.signalsOf("pidle").size();
      // Many pings and looks later.
      for (int i = 0; i < 5; i++) {
        try (Client other = Client.ready("pother" + i)) {
          until("pother" + i, true);
        }
      }

      assertFalse(idle.isClosed());
      assertEquals(said, backend.signalsOf("pidle").size());
    }
  }

  @Test
  void request_makesActiveAgain() {
    try (Client client = Client.ready("pback")) {
      until("pback", true);
      int said = backend.signalsOf("pback").size();
      Envelope before = last("pback");

      client.request("1", "conversation:get", "{'conversationId':'c1'}");

      Backend.until("it is told", () -> backend.signalsOf("pback").size() > said);
      Envelope next = backend.signalsOf("pback").get(said);
      assertNotEquals(idleSince(before), idleSince(next), "it was active in between");
      until("pback", true);
    }
  }

  @Test
  void idleSince_isTheTimeOfTheLastRequest() {
    long begin = System.currentTimeMillis();
    try (Client client = Client.ready("psince")) {
      until("psince", true);

      long since = idleSince(last("psince"));
      assertTrue(begin <= since && since <= System.currentTimeMillis(), begin + " " + since);
    }
  }

  @Test
  void whatAClientDoesByItself_doesNotMakeActive() {
    try (Client client = Client.ready("pstop")) {
      until("pstop", true);
      int said = backend.signalsOf("pstop").size();

      client.request("1", "typing:stop", "{'conversationId':'c1'}");
      assertEquals("{}", client.next().get("result").toString());
      client.request("2", "presence:unwatch", "{'userIds':['peter']}");
      assertEquals("{}", client.next().get("result").toString());
      try (Client later = Client.ready("plater")) {
        // What is told of the one is not told before what was to be told of the other.
        Backend.until("told", () -> !backend.signalsOf("plater").isEmpty());
      }

      assertEquals(said, backend.signalsOf("pstop").size());
    }
  }

  @Test
  void everyConnection_isIdleForItself() {
    try (Client phone = Client.ready("peach")) {
      until("peach", true);
      String session;
      try (Client laptop = Client.connect(Tokens.of("peach"), "device=laptop")) {
        session = laptop.next().at("/params/sessionId").asText();
        Backend.until("both are told", () -> connections("peach").size() == 2);
      }
      JsonNode both =
          backend.signalsOf("peach").stream()
              .map(signal -> Client.parse(signal.payload().text()).get("connections"))
              .filter(connections -> connections.size() == 2)
              .findFirst()
              .orElseThrow();
      assertTrue(both.get(0).get("idleSince").asLong() > 0);
      assertNotEquals(both.get(0).get("idleSince"), both.get(1).get("idleSince"));
      assertEquals(session, both.get(1).get("session").asText());
      assertEquals("laptop", both.get(1).get("device").asText());
      Backend.until("the laptop is gone", () -> connections("peach").size() == 1);
      assertFalse(phone.isClosed());
    }
  }

  @Test
  void redisEmptied_everybodyIsToldAndWatchedAgain() {
    try (Client ann = Client.ready("plost");
        Client bob = Client.ready("plost-bob")) {
      watch(ann, "plost", "plost-bob");
      until("plost", true);
      backend.call(Command.FLUSHALL);
      backend.call(Command.SCRIPT, "FLUSH");

      assertEquals("resync", ann.next().get("method").asText());
      assertEquals("resync", bob.next().get("method").asText());
      Backend.until("ann is told of", () -> connections("plost").size() == 1);
      Backend.until("bob is told of", () -> connections("plost-bob").size() == 1);
      assertEquals(backend.node(), backend.route(RedisKeys.presenceSubject("plost-bob")));
      backend.tell(Backend.status("plost-bob", "{\"n\":1}"));
      assertEquals("user:status", ann.next().get("method").asText());
    }
  }

  @Test
  void presenceServiceAway_isATimeoutAndMessagesFlow() {
    try (Client client = Client.ready("paway")) {
      client.request("1", "presence:get", GET);
      client.request("2", "presence:set", "{'status':'away'}");
      client.request("3", "presence:watch", GET);
      Set<Integer> answered = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        JsonNode answer = client.next();
        assertEquals("timeout", answer.at("/error/data/code").asText(), answer.toString());
        answered.add(answer.get("id").asInt());
      }
      assertEquals(Set.of(1, 2, 3), answered);
      Backend.until(
          "nothing is watched", () -> backend.route(RedisKeys.presenceSubject("whoever")) == null);

      client.request(
          "4",
          "message:send",
          "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}");
      Backend.until("it is passed on", () -> backend.commandsOf("paway").size() == 1);
    }
  }

  @Test
  void watched_areAsManyAsIsSet() {
    try (Client client = Client.ready("pmany")) {
      client.request("1", "presence:watch", "{'userIds':['a','b','c']}");
      assertEquals(
          "a connection may watch at most 2 users",
          client.error("1", "limit_exceeded").get("message").asText());
    }
  }

  @Test
  void connectionThatTheGatewayEnds_isToldToo() {
    try (Client client = Client.connect(Tokens.of("pshort", Duration.ofSeconds(3)))) {
      assertEquals("ready", client.next().get("method").asText());
      assertEquals(CloseCode.TOKEN_EXPIRED.number(), client.closeCode());
    }
    Backend.until("its end is told", () -> !backend.signalsOf("pshort").isEmpty());
    Backend.until("it is gone", () -> connections("pshort").isEmpty());
  }

  private void watch(Client client, String caller, String user) {
    client.request("1", "presence:watch", "{'userIds':['" + user + "']}");
    Backend.until("it is asked", () -> !backend.presenceQueriesOf(caller).isEmpty());
    backend.reply(backend.presenceQueriesOf(caller).get(0), "{\"users\":[]}");
    assertEquals("{\"users\":[]}", client.next().path("result").toString());
  }

  private void until(String user, boolean idle) {
    Backend.until(
        user + " is idle: " + idle,
        () ->
            !backend.signalsOf(user).isEmpty()
                && connections(user).size() == 1
                && idleSince(last(user)) > 0 == idle);
  }

  private Envelope last(String user) {
    List<Envelope> signals = backend.signalsOf(user);
    return signals.get(signals.size() - 1);
  }

  /** Those of the last signal; none without one. */
  private List<JsonNode> connections(String user) {
    if (backend.signalsOf(user).isEmpty()) {
      return List.of();
    }
    JsonNode all = Client.parse(last(user).payload().text()).get("connections");
    return IntStream.range(0, all.size()).mapToObj(all::get).toList();
  }

  private static long idleSince(Envelope signal) {
    return Client.parse(signal.payload().text()).at("/connections/0/idleSince").asLong(-1);
  }
}
