package dev.parley.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Sample;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Presence, whatever the wire protocol; the test plays presence-service. */
abstract class PresenceConformance extends Conformance {

  private static final String NOBODY = "{\"users\":[]}";

  private final String bob = user + "-bob";
  private final String eve = user + "-eve";

  PresenceConformance(Peer.Door door) {
    super(door);
  }

  // What the gateway says.

  @Test
  void connections_areToldWheneverOneComesOrGoes() {
    Peer phone = connect(user);
    String first = session(phone);
    assertConnected(List.of(first));
    Peer laptop = connect(user);
    String second = session(laptop);
    assertConnected(List.of(first, second));
    phone.close();
    assertConnected(List.of(second));
    laptop.cut();
    assertConnected(List.of());
  }

  // What clients call.

  @ParameterizedTest
  @MethodSource(SAMPLE + "signals")
  void signal_arrivesInItsPartitionAndIsAnswered(Sample sample) {
    Peer peer = connect(user);
    String session = session(peer);
    peer.call(1, sample.method(), sample.params());

    Backend.until("it has come", () -> !signals(sample.method()).isEmpty());
    Envelope signal = signals(sample.method()).get(0);
    assertIs(sample, session, signal);
    assertEquals(user, signal.user());
    assertIsAnswered(signal, peer);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "presenceQueries")
  void presenceQuery_arrivesInItsStreamAndIsAnswered(Sample sample) {
    Peer peer = connect(user);
    String session = session(peer);
    peer.call(1, sample.method(), sample.params());

    Envelope query = query(0);
    assertIs(sample, session, query);
    assertEquals(0, backend.queriesOf(user).size());
    assertIsAnswered(query, peer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "presence:set     | {'status':'gone'}   | status must be",
        "presence:get     | {}                  | userIds is missing",
        "presence:watch   | {'userIds':[]}      | userIds must have 1 to 1000 entries",
        "presence:unwatch | {'userIds':['a b']} | userIds[0] must be",
      })
  void wrongParams_areRefused(String method, String params, String message) {
    Peer peer = ready(user);
    peer.call(1, method, params);

    Peer.Refusal refusal = peer.refused(1);
    assertEquals(ErrorCode.INVALID_PARAMS, refusal.code());
    assertTrue(refusal.message().startsWith(message), refusal.message());
  }

  @Test
  void watch_registersAsksAndTells() {
    Peer peer = ready(user);
    peer.call(1, "presence:watch", params(bob, eve));
    Envelope query = query(0);
    assertEquals("presence:watch", query.type());
    assertEquals(user, query.key());
    assertEquals(params(bob, eve).replace('\'', '"'), query.payload().text());
    assertEquals(backend.node(), route(bob), "before it is asked");
    assertEquals(backend.node(), route(eve));

    String answer =
        "{\"users\": [{\"userId\":\"" + bob + "\",\"status\":\"away\",\"revision\":1}]}";
    backend.reply(query, answer);
    assertEquals(answer, peer.result(1), "as it is");
    backend.tell(Backend.status(bob, "{\"n\":1}"), Backend.status("somebody", "{\"n\":2}"));
    backend.tell(Backend.status(eve, "{\"n\":3}"));

    assertEquals("{\"n\":1}", peer.event("user:status"));
    assertEquals("{\"n\":3}", peer.event("user:status"));
  }

  @Test
  void change_reachesAllThatWatchAndNobodyElse() {
    Peer phone = watching(user, bob);
    Peer laptop = watching(user, bob);
    Peer other = watching(eve, user);
    Peer own = watching(bob, bob);

    backend.tell(Backend.status(bob, "{\"n\":1}"));
    backend.tell(Backend.delivery("{\"end\":true}", "", user, bob, eve));

    assertEquals("{\"n\":1}", phone.event("user:status"));
    assertEquals("{\"n\":1}", laptop.event("user:status"));
    for (Peer peer : List.of(phone, laptop, other, own)) {
      assertEquals("{\"end\":true}", peer.event("message:new"));
    }
  }

  @Test
  void change_thatComesBeforeTheAnswerIsToldAsWell() {
    Peer peer = ready(user);
    peer.call(1, "presence:watch", params(bob, eve));
    Envelope query = query(0);
    backend.tell(Backend.status(bob, "{\"n\":1}"), Backend.status(eve, "{\"n\":2}"));
    backend.tell(Backend.status(bob, "{\"n\":3}"), Backend.delivery("{\"still\":true}", "", user));
    assertEquals("{\"still\":true}", peer.event("message:new"), "nobody is allowed yet");

    backend.reply(query, refused(eve));

    assertEquals("{\"n\":3}", peer.event("user:status"));
    assertEquals(refused(eve), peer.result(1));
  }

  @Test
  void refused_areNotWatched() {
    Peer peer = ready(user);
    peer.call(1, "presence:watch", params(bob, eve));
    backend.reply(query(0), refused(eve));
    assertEquals(refused(eve), peer.result(1));
    Backend.until("no route to whom nobody watches", () -> route(eve) == null);

    backend.tell(Backend.status(eve, "{\"n\":1}"), Backend.status(bob, "{\"n\":2}"));
    assertEquals("{\"n\":2}", peer.event("user:status"));
  }

  @Test
  void unwatch_endsIt() {
    Peer peer = watching(user, bob, eve);
    peer.call(2, "presence:unwatch", params(bob, "whoever"));
    assertEquals("{}", peer.result(2));
    Backend.until("the route is gone", () -> route(bob) == null);

    backend.tell(Backend.status(bob, "{\"n\":1}"), Backend.status(eve, "{\"n\":2}"));
    assertEquals("{\"n\":2}", peer.event("user:status"));
  }

  @Test
  void route_goesWithTheLastThatWatches() {
    Peer first = watching(user, bob);
    Peer second = watching(eve, bob);
    first.close();
    // The next user's ready comes after the disconnect has been seen.
    ready(user + "-other");
    assertEquals(backend.node(), route(bob));
    second.cut();
    Backend.until("the route is gone", () -> route(bob) == null);
  }

  @Test
  void refusal_ofPresenceServiceReachesTheClientAndNothingIsWatched() {
    Peer peer = ready(user);
    peer.call(1, "presence:watch", params(bob));
    backend.refuse(query(0), "{\"code\":\"unavailable\",\"message\":\"later\"}");

    assertEquals(new Peer.Refusal(ErrorCode.UNAVAILABLE, "later", true), peer.refused(1));
    Backend.until("the route is gone", () -> route(bob) == null);
  }

  @Test
  void answer_thatCannotBeReadIsAnErrorAndNothingIsWatched() {
    Peer peer = ready(user);
    peer.call(1, "presence:watch", params(bob));
    backend.reply(query(0), "{\"refused\":7}");

    assertEquals(ErrorCode.INTERNAL, peer.refused(1).code());
    Backend.until("the route is gone", () -> route(bob) == null);
  }

  @Test
  void connection_watchesAThousandAndNoMore() {
    String[] thousand = IntStream.range(0, 1_000).mapToObj(i -> "u" + i).toArray(String[]::new);
    Peer peer = watching(user, thousand);

    peer.call(2, "presence:watch", params(bob));
    Peer.Refusal refusal = peer.refused(2);
    assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    assertTrue(refusal.message().contains("1000"), refusal.message());
    assertNull(route(bob));

    peer.call(3, "presence:unwatch", params("u0"));
    assertEquals("{}", peer.result(3));
    peer.call(4, "presence:watch", params(bob, "u1"));
    backend.reply(query(1), NOBODY);
    assertEquals(NOBODY, peer.result(4));
    backend.tell(Backend.status(bob, "{\"n\":1}"));
    assertEquals("{\"n\":1}", peer.event("user:status"));
  }

  private Peer watching(String name, String... users) {
    Peer peer = ready(name);
    int before = backend.presenceQueriesOf(name).size();
    peer.call(1, "presence:watch", params(users));
    backend.reply(query(name, before), NOBODY);
    assertEquals(NOBODY, peer.result(1));
    return peer;
  }

  private static String params(String... users) {
    return List.of(users).stream()
        .map(name -> "'" + name + "'")
        .collect(Collectors.joining(",", "{'userIds':[", "]}"));
  }

  private static String refused(String name) {
    return "{\"users\":[],\"refused\":[\"" + name + "\"]}";
  }

  private Envelope query(int index) {
    return query(user, index);
  }

  private Envelope query(String name, int index) {
    Backend.until("it is asked", () -> backend.presenceQueriesOf(name).size() > index);
    return backend.presenceQueriesOf(name).get(index);
  }

  private List<Envelope> signals(String type) {
    return backend.signalsOf(user).stream().filter(s -> s.type().equals(type)).toList();
  }

  private String route(String name) {
    return backend.route(RedisKeys.presenceSubject(name));
  }

  /** The last signal says that there are these sessions, once it has come. */
  private void assertConnected(List<String> sessions) {
    Backend.until("connected are " + sessions, () -> sessions.equals(connected()));
    List<Envelope> all = signals("user:connections");
    long before = 0;
    for (Envelope signal : all) {
      JsonNode connections = Client.parse(signal.payload().text());
      assertEquals(backend.node(), connections.path("node").asText());
      assertTrue(connections.path("number").asLong() > before, "the number grows");
      before = connections.path("number").asLong();
      assertNull(signal.replyTo());
      assertEquals(user, signal.user());
      connections.path("connections").forEach(this::assertIsConnection);
    }
  }

  private void assertIsConnection(JsonNode connection) {
    assertEquals(connection.path("session").asText(), connection.path("device").asText());
    long age = System.currentTimeMillis() - connection.path("since").asLong();
    assertTrue(Math.abs(age) < 120_000, "since " + age);
    assertEquals(0, connection.path("idleSince").asLong(-1));
  }

  /** The sessions of the last signal; null while there is none. */
  private List<String> connected() {
    List<Envelope> all = signals("user:connections");
    return all.isEmpty()
        ? null
        : Client.parse(all.get(all.size() - 1).payload().text())
            .path("connections")
            .findValuesAsText("session");
  }
}
