package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.query.ListWatched;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.watch.WatchedConversations;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large conversations at one gateway; the test plays message-service. */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(WatchTest.Patient.class)
class WatchTest {

  /** A session waits for the answer, and Redis' loss is found out soon. */
  public static final class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.session.watch-timeout", "PT60S",
          "parley.request.timeout", "PT120S",
          "parley.node.lease", "PT3S",
          "parley.node.renewal", "PT0.2S");
    }
  }

  /** Ids of the questions of all tests. */
  private static final Set<String> ANSWERED = new HashSet<>();

  @Inject Backend backend;
  @Inject WatchedConversations watched;

  private static final AtomicInteger TESTS = new AtomicInteger();

  private final int test = TESTS.incrementAndGet();
  private final String ann = "ann" + test;
  private final String bob = "bob" + test;
  private final String eve = "eve" + test;
  private final List<Client> clients = new ArrayList<>();

  @AfterEach
  void everybodyLeavesNothing() {
    clients.forEach(Client::close);
    Backend.until("nothing is watched", () -> watched.count() == 0);
    Backend.until("no route is left", this::hasNoRoutes);
    answerAll(page());
  }

  private boolean hasNoRoutes() {
    return backend.call(Command.KEYS, backend.keys().prefix() + "routes:*").size() == 0;
  }

  @Test
  void connect_waitsForTheAnswerAndThenWatches() {
    Client a = connect(ann);
    Envelope question = question(ann);
    assertEquals(
        "{\"userIds\":[\"" + ann + "\"]}",
        question.payload().text().replace(",\"after\":null", ""));
    assertEquals(backend.node(), question.replyTo().node());
    assertEquals(0, a.waiting(), "not ready");

    answer(question, page("c1", ann));

    assertEquals("ready", method(a));
    assertEquals(backend.node(), route("c1"));
    backend.tell(
        Backend.broadcast("c1", "{\"seq\":1}", ""), Backend.broadcast("c2", "{\"seq\":9}", ""));
    backend.tell(Backend.broadcast("c1", "{\"seq\":2}", ""));
    assertEquals(1, seq(a));
    assertEquals(2, seq(a));
  }

  @Test
  void broadcast_reachesAllSessionsOfWhoWatchesButTheExceptedOne() {
    Client phone = connect(ann);
    answer(question(ann), page("c1", ann));
    String session = phone.next().at("/params/sessionId").asText();
    Client laptop = connect(ann);
    assertEquals("ready", method(laptop));
    Client b = known(bob, "c1");
    Client e = known(eve);

    backend.tell(Backend.broadcast("c1", "{\"seq\":1}", session));
    backend.tell(Backend.delivery("{\"seq\":2}", "", ann, bob, eve));

    assertEquals(1, seq(laptop));
    assertEquals(1, seq(b));
    assertEquals(2, seq(phone));
    assertEquals(2, seq(e));
  }

  @Test
  void crossing_isResyncedOnceTheRouteIsThereAndThenBroadcast() {
    Client a = known(ann);
    Client b = known(bob);

    backend.tell(
        Backend.watch("c1", true, ann, bob), Backend.delivery("{\"seq\":1}", "", ann, bob));

    for (Client client : List.of(a, b)) {
      assertEquals(Set.of("message:new", "resync"), Set.of(method(client), method(client)));
    }
    assertEquals(backend.node(), route("c1"));
    backend.tell(Backend.broadcast("c1", "{\"seq\":2}", ""));
    assertEquals(2, seq(a));
    assertEquals(2, seq(b));
  }

  @Test
  void newcomer_getsEverythingFromItsJoinOnInOrder() {
    known(ann, "c1");
    Client b = known(bob);

    backend.tell(
        Backend.broadcast("c1", "{\"seq\":1}", ""),
        Backend.watch("c1", true, bob),
        Backend.broadcast("c1", "{\"seq\":2}", ""),
        Backend.broadcast("c1", "{\"seq\":3}", ""));

    assertEquals(2, seq(b));
    assertEquals(3, seq(b));
  }

  @Test
  void whoIsRemoved_getsNothingAfterThat() {
    Client a = known(ann, "c1");
    Client b = known(bob, "c1");

    backend.tell(
        Backend.broadcast("c1", "{\"seq\":1}", ""),
        Backend.watch("c1", false, bob),
        Backend.delivery("{\"seq\":2}", "", bob),
        Backend.broadcast("c1", "{\"seq\":3}", ""),
        Backend.delivery("{\"seq\":4}", "", ann, bob));

    assertEquals(List.of(1, 2, 4), List.of(seq(b), seq(b), seq(b)));
    assertEquals(List.of(1, 3, 4), List.of(seq(a), seq(a), seq(a)));
    backend.tell(Backend.watch("c1", false, ann));
    Backend.until("the route is gone", () -> route("c1") == null);
  }

  @Test
  void removalThatIsNewerThanTheAnswer_counts() {
    Client a = connect(ann);
    Envelope question = question(ann);
    backend.tell(Backend.watch("c1", false, ann));

    answer(question, page("c1", ann, "c2", ann));

    assertEquals("ready", method(a));
    assertNull(route("c1"));
    backend.tell(Backend.broadcast("c1", "{\"seq\":1}", ""));
    backend.tell(Backend.broadcast("c2", "{\"seq\":2}", ""));
    assertEquals(2, seq(a));
  }

  @Test
  void refusedQuestion_isPutAgain() {
    Client a = connect(ann);
    Envelope question = question(ann);
    ANSWERED.add(question.id());
    backend.refuse(question, "{\"code\":\"unavailable\",\"message\":\"later\",\"retryable\":true}");

    answer(question(ann), page("c1", ann));

    assertEquals("ready", method(a));
    assertEquals(backend.node(), route("c1"));
  }

  @Test
  void redisEmptied_isFilledAgainAndAskedForAgain() {
    Client a = known(ann, "c1", "left");
    Client b = known(bob, "c1");

    backend.call(Command.FLUSHALL);

    assertEquals("resync", method(a));
    assertEquals("resync", method(b));
    Backend.until(
        "it is as the answers say",
        () -> {
          answerAll(page("c1", ann, "c1", bob, "joined", bob));
          return route("c1") != null && route("joined") != null && route("left") == null;
        });
    backend.tell(Backend.broadcast("left", "{\"seq\":1}", ""));
    backend.tell(Backend.broadcast("c1", "{\"seq\":2}", ""));
    assertEquals(2, seqAfterResyncs(a));
    assertEquals(2, seqAfterResyncs(b));
  }

  @Test
  void clients_cannotAskForIt() {
    Client a = known(ann);

    a.request("1", ListWatched.TYPE, "{'userIds':['bob']}");

    a.error("1", "method_not_found");
  }

  private Client connect(String user) {
    Client client = Client.connect(Tokens.of(user));
    clients.add(client);
    return client;
  }

  /** A client that is ready, whose user is a member of these. */
  private Client known(String user, String... conversations) {
    Client client = connect(user);
    answer(
        question(user),
        page(Stream.of(conversations).flatMap(c -> Stream.of(c, user)).toArray(String[]::new)));
    assertEquals("ready", method(client));
    return client;
  }

  /** The gateway's question about a user, waiting for it; all others are answered. */
  private Envelope question(String user) {
    Backend.until(
        "a question about " + user,
        () -> {
          Envelope question = next();
          while (question != null && !question.payload().text().contains('"' + user + '"')) {
            answer(question, page());
            question = next();
          }
          return question != null;
        });
    assertEquals(ListWatched.TYPE, next().type());
    return next();
  }

  /** An answer: conversation, member, conversation, member, … */
  private static String page(String... conversationsAndUsers) {
    Map<String, List<String>> page = new TreeMap<>();
    for (int i = 0; i < conversationsAndUsers.length; i += 2) {
      page.computeIfAbsent(conversationsAndUsers[i], c -> new ArrayList<>())
          .add('"' + conversationsAndUsers[i + 1] + '"');
    }
    return page.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
        .collect(Collectors.joining(",", "{\"conversations\":{", "}}"));
  }

  private Envelope next() {
    return backend.ownQueries().stream()
        .filter(query -> !ANSWERED.contains(query.id()))
        .findFirst()
        .orElse(null);
  }

  private void answer(Envelope question, String page) {
    ANSWERED.add(question.id());
    backend.reply(question, page);
  }

  private void answerAll(String page) {
    for (Envelope question = next(); question != null; question = next()) {
      answer(question, page);
    }
  }

  private String route(String conversation) {
    return backend.route(RedisKeys.conversationSubject(conversation));
  }

  private static String method(Client client) {
    return client.next().get("method").asText();
  }

  private static int seqAfterResyncs(Client client) {
    JsonNode event = client.next();
    while (event.path("method").asText().equals("resync")) {
      event = client.next();
    }
    return seq(event);
  }

  private static int seq(Client client) {
    return seq(client.next());
  }

  private static int seq(JsonNode event) {
    assertEquals("message:new", event.path("method").asText(), event.toString());
    return event.at("/params/seq").asInt();
  }
}
