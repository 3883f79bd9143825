package dev.parley.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Sample;
import dev.parley.service.testing.Tokens;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a session is, whatever the wire protocol: every door must pass this. How a protocol words
 * it, and what it does with malformed input, is tested with the protocol.
 */
abstract class SessionConformance extends Conformance {

  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  SessionConformance(Peer.Door door) {
    super(door);
  }

  // Coming and going.

  @Test
  void ready_isTheFirstThing() {
    JsonNode ready = Client.parse(connect(user).event("ready"));

    assertEquals(user, ready.path("userId").asText());
    assertEquals(backend.node(), ready.path("nodeId").asText());
    assertTrue(ready.path("heartbeatSeconds").asInt() > 0);
    assertFalse(ready.path("sessionId").asText().isEmpty());
  }

  @Test
  void route_isThereWhenReadyComesAndGoesWithTheLastConnection() {
    Peer phone = ready(user);
    assertEquals(backend.node(), backend.route(user));
    Peer laptop = ready(user);
    phone.close();
    // The next user's ready comes after the disconnect has been seen.
    ready(user + "-other");
    assertEquals(backend.node(), backend.route(user));
    laptop.cut();
    Backend.until("the route is gone", () -> backend.route(user) == null);
  }

  @Test
  void connection_endsWithItsToken() {
    Peer peer = connectWith(Tokens.of(user, Duration.ofSeconds(2)));
    peer.event("ready");
    assertEquals(CloseCode.TOKEN_EXPIRED, peer.closed());
    Backend.until("the route is gone", () -> backend.route(user) == null);
  }

  @Test
  void stoppingGateway_asksToLeaveAndAnswersWhatIsUnderWay() {
    Peer peer = ready(user);
    peer.call(1, "message:send", SEND.formatted("c1"));
    Envelope command = backend.command(partition("c1"), user);
    Thread stopping = new Thread(lifecycle::stop);
    stopping.start();

    assertTrue(Client.parse(peer.event("reconnect")).path("withinMillis").asLong() > 0);
    backend.reply(command, "{}");
    peer.result(1);
    assertEquals(CloseCode.GOING_AWAY, peer.closed());
    join(stopping);
    assertNull(backend.route(user));
  }

  // Calls.

  @ParameterizedTest
  @MethodSource(SAMPLE + "commands")
  void command_arrivesInItsPartitionAndIsAnswered(Sample sample) {
    Peer peer = connect(user);
    String session = session(peer);
    peer.call(1, sample.method(), sample.params());

    Envelope command = backend.command(partition(sample.key(user)), user);
    assertIs(sample, session, command);
    assertEquals(1, backend.commandsOf(user).size());
    assertEquals(0, backend.queriesOf(user).size());
    assertIsAnswered(command, peer);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "queries")
  void query_arrivesInItsStreamAndIsAnswered(Sample sample) {
    Peer peer = connect(user);
    String session = session(peer);
    peer.call(1, sample.method(), sample.params());

    Envelope query = backend.query(user);
    assertIs(sample, session, query);
    assertEquals(1, backend.queriesOf(user).size());
    assertEquals(0, backend.commandsOf(user).size());
    assertIsAnswered(query, peer);
  }

  @Test
  void refusal_ofTheServiceReachesTheClient() {
    Peer peer = ready(user);
    peer.call(1, "history", "{'conversationId':'c1'}");
    backend.refuse(backend.query(user), "{\"code\":\"not_a_member\",\"message\":\"not yours\"}");
    assertEquals(new Peer.Refusal(ErrorCode.NOT_A_MEMBER, "not yours", false), peer.refused(1));

    peer.call(2, "message:send", SEND.formatted("c2"));
    backend.refuse(backend.command(partition("c2"), user), "7");
    Peer.Refusal unreadable = peer.refused(2);
    assertEquals(ErrorCode.INTERNAL, unreadable.code());
    assertTrue(unreadable.retryable());
  }

  @Test
  void wrongCalls_areRefusedAndNothingReachesAStream() {
    Peer peer = ready(user);
    peer.call(1, "message:explode", "{}");
    assertEquals(ErrorCode.METHOD_NOT_FOUND, peer.refused(1).code());
    peer.call(2, "message:send", SEND.formatted("c".repeat(129)));
    Peer.Refusal refusal = peer.refused(2);
    assertEquals(ErrorCode.INVALID_PARAMS, refusal.code());
    assertTrue(
        refusal.message().contains("conversationId") && refusal.message().contains("128"),
        refusal.message());
    peer.call(3, "conversation:create", "{'type':'direct','memberIds':['" + user + "']}");
    assertEquals(ErrorCode.INVALID_PARAMS, peer.refused(3).code());

    assertEquals(List.of(), commandsOnceSettled(peer, "c1"));
  }

  @Test
  void calls_keepTheirOrderAndAreAnsweredByTheirNumber() {
    int count = 100;
    Peer peer = ready(user);
    for (int i = 0; i < count; i++) {
      peer.call(i, "message:send", SEND.formatted("c3"));
    }
    Backend.until("all commands", () -> backend.commandsOf(user).size() == count);
    List<Envelope> commands = ofUser(partition("c3"));
    assertEquals(count, commands.size());
    for (int i = 1; i < count; i++) {
      assertTrue(commands.get(i).replyTo().request() > commands.get(i - 1).replyTo().request());
      assertNotEquals(commands.get(i).id(), commands.get(i - 1).id());
    }

    for (int i = count - 1; i >= 0; i--) {
      backend.reply(commands.get(i), "{\"n\":" + i + "}");
    }
    for (int i = count - 1; i >= 0; i--) {
      assertEquals("{\"n\":" + i + "}", peer.result(i));
    }
  }

  @Test
  void callsBeforeReady_areCarriedOutAfterIt() {
    Peer peer = connect(user);
    for (int i = 0; i < 20; i++) {
      peer.call(i, "message:send", "{}");
    }
    peer.event("ready");
    for (int i = 0; i < 20; i++) {
      assertEquals(ErrorCode.INVALID_PARAMS, peer.refused(i).code());
    }
  }

  /** The longest params that make sense: ids of ours at the last place that there is. */
  @Test
  void syncOfAThousandConversations_isTaken() {
    String positions =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ConversationIds.created(user, "k" + i))
            .map(id -> "'%s': %d".formatted(id, MessageIds.MAX_SEQ))
            .collect(Collectors.joining(", "));
    ready(user).call(1, "sync", "{'positions': {" + positions + "}}");

    JsonNode payload = Client.parse(backend.query(user).payload().text());
    assertEquals(1_000, payload.get("positions").size());
  }

  // Typing.

  @ParameterizedTest
  @MethodSource(SAMPLE + "notices")
  void notice_isRefusedLikeTheRest(Sample sample) {
    Peer peer = ready(user);
    peer.call(1, sample.method(), "{'conversationId':'a b'}");

    assertEquals(ErrorCode.INVALID_PARAMS, peer.refused(1).code());
    assertEquals(List.of(), commandsOnceSettled(peer, "c1"));
  }

  @Test
  void typing_isAnsweredAtOnceAndPassedOnWithoutAReply() {
    Peer peer = ready(user);
    peer.call(1, "typing:start", "{'conversationId':'c1'}");
    assertEquals("{}", peer.result(1));
    peer.call(2, "typing:stop", "{'conversationId':'c1'}");
    assertEquals("{}", peer.result(2));

    List<Envelope> commands = commandsOnceSettled(peer, "c1");
    assertEquals(
        List.of("typing:start", "typing:stop"), commands.stream().map(Envelope::type).toList());
    for (Envelope command : commands) {
      assertNull(command.replyTo());
      assertEquals("c1", command.key());
      assertEquals("{\"conversationId\":\"c1\"}", command.payload().text());
    }
  }

  @Test
  void typing_thatTellsNothingNewIsAnsweredAndNotPassedOn() {
    Peer peer = ready(user);
    peer.call(0, "typing:stop", "{'conversationId':'c1'}");
    assertEquals("{}", peer.result(0));
    for (int i = 1; i <= 50; i++) {
      peer.call(i, "typing:start", "{'conversationId':'c1'}");
    }
    for (int i = 1; i <= 50; i++) {
      assertEquals("{}", peer.result(i));
    }

    List<Envelope> commands = commandsOnceSettled(peer, "c1");
    assertEquals("typing:start", commands.get(0).type(), "no stop of what was never started");
    // One, unless this machine takes two seconds for fifty requests.
    assertTrue(commands.size() < 50, commands.size() + " passed");
  }

  @Test
  void typing_isOfEachSession() {
    for (Peer peer : List.of(ready(user), ready(user))) {
      peer.call(1, "typing:start", "{'conversationId':'c1'}");
      assertEquals("{}", peer.result(1));
    }
    Backend.until("both", () -> backend.commandsOf(user).size() == 2);
  }

  // Events.

  @Test
  void event_reachesAllSessionsOfTheUsersButTheExceptedOne() {
    Peer phone = connect(user);
    String session = session(phone);
    Peer laptop = ready(user);
    Peer bob = ready(user + "-bob");
    Peer eve = ready(user + "-eve");

    backend.tell(Backend.delivery("{\"seq\":1}", session, user, user + "-bob", "nobody"));
    backend.tell(Backend.delivery("{\"seq\":2}", "", user, user + "-bob", user + "-eve"));

    for (Peer peer : List.of(laptop, bob)) {
      assertEquals("{\"seq\":1}", peer.event("message:new"));
      assertEquals("{\"seq\":2}", peer.event("message:new"));
    }
    assertEquals("{\"seq\":2}", phone.event("message:new"));
    assertEquals("{\"seq\":2}", eve.event("message:new"));
  }

  @Test
  void payload_passesThroughAsItIs() {
    Peer peer = ready(user);
    String payload = "{ \"text\" : \"Grüße 😀 \\u0041\", \"n\":1.50 }";
    backend.tell(Backend.delivery(payload, "", user));
    assertEquals(payload, peer.event("message:new"));
  }

  @Test
  void events_arriveInTheOrderOfTheInbox() {
    int rounds = 2_000;
    String[] users = IntStream.range(0, 5).mapToObj(i -> user + "-" + i).toArray(String[]::new);
    List<Peer> all = new ArrayList<>();
    for (String each : users) {
      all.add(ready(each));
    }

    for (int seq = 1; seq <= rounds; ) {
      InboxItem[] items = new InboxItem[20];
      for (int i = 0; i < items.length; i++) {
        items[i] = Backend.delivery("{\"seq\":" + seq++ + "}", "", users);
      }
      backend.tell(items);
    }

    for (Peer peer : all) {
      for (int seq = 1; seq <= rounds; seq++) {
        assertEquals("{\"seq\":" + seq + "}", peer.event("message:new"));
      }
    }
  }

  @Test
  void repliesAndEvents_keepTheOrderOfTheInbox() {
    Peer peer = ready(user);
    peer.call(1, "message:send", SEND.formatted("c1"));
    Envelope command = backend.command(partition("c1"), user);
    backend.tell(
        Backend.delivery("{\"seq\":1}", "", user),
        new InboxItem.Reply(
            command.replyTo().session(),
            command.replyTo().request(),
            false,
            RawJson.of("{\"seq\":2}")),
        Backend.delivery("{\"seq\":3}", "", user));

    assertEquals("{\"seq\":1}", peer.event("message:new"));
    assertEquals("{\"seq\":2}", peer.result(1));
    assertEquals("{\"seq\":3}", peer.event("message:new"));
  }

  @Test
  void whatNobodyWaitsFor_isPassedOver() {
    Peer peer = connect(user);
    String session = session(peer);
    backend.tell(new byte[] {9, 9, 9});
    backend.tell(new byte[0]);
    backend.tell(new byte[] {1, 1, 0, 0, 0, 99});
    backend.tell(
        new InboxItem.Reply("nobody", 1, false, RawJson.of("{}")),
        new InboxItem.Reply(session, 999, false, RawJson.of("{}")),
        Backend.delivery("{}", "", user));

    assertEquals("{}", peer.event("message:new"));
  }

  @Test
  void inbox_isEmptiedByReading() {
    Peer peer = ready(user);
    for (int i = 0; i < 500; i++) {
      backend.tell(Backend.delivery("{\"seq\":" + i + "}", "", user));
      assertEquals("{\"seq\":" + i + "}", peer.event("message:new"));
    }

    // Redis trims by whole nodes of its tree, up to 100 entries each.
    Backend.until(
        "what was read is gone",
        () -> backend.call(Command.XLEN, backend.keys().inbox(backend.node())).toInteger() < 200);
  }

  /** The user's commands when all that was to come has come: one more, sent last, is there. */
  private List<Envelope> commandsOnceSettled(Peer peer, String conversation) {
    int partition = partition(conversation);
    peer.call(999, "message:send", SEND.formatted(conversation));
    Backend.until("the last", () -> ofUser(partition).stream().anyMatch(this::isLast));
    return ofUser(partition).stream().filter(command -> !isLast(command)).toList();
  }

  private List<Envelope> ofUser(int partition) {
    return backend.commands(partition).stream().filter(c -> c.user().equals(user)).toList();
  }

  private boolean isLast(Envelope command) {
    return command.type().equals("message:send");
  }

  private static void join(Thread thread) {
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertFalse(thread.isAlive(), "stopped");
  }
}
