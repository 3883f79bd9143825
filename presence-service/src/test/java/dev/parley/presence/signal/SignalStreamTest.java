package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UsersDue;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.signal.SignalMeters.Outcome;
import dev.parley.presence.state.Presences;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service: from the signal streams to Redis and the inboxes. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SignalStreamTest {

  @Inject World world;
  @Inject Presences presences;
  @Inject SignalMeters meters;

  private final String ann = World.user("ann");
  private String phone;
  private String watcher;

  @BeforeEach
  void a_gateway_with_ann_and_one_where_she_is_watched() {
    phone = world.gateway();
    watcher = world.gateway();
    world.route(phone, ann);
    world.route(watcher, RedisKeys.presenceSubject(ann));
  }

  @Test
  void watchers_are_told_who_comes_and_goes() {
    world.connect(phone, ann, "s1");

    eventuallyTold("online");
    JsonNode online = lastTold();
    assertEquals(ann, online.get("userId").asText());
    assertFalse(online.has("text"));
    world.connect(phone, ann);

    eventuallyTold("offline");
    assertTrue(lastTold().has("lastSeen"));
    assertTrue(lastTold().get("revision").asLong() > online.get("revision").asLong());
    assertEquals(2, world.told(watcher, ann).size());
    assertFalse(world.presence(ann).isConnected());
  }

  @Test
  void user_is_away_when_idle_and_online_when_back() {
    world.idle(phone, ann, "s1");
    eventuallyTold("away");
    world.connect(phone, ann, "s1");
    eventuallyTold("online");
  }

  @Test
  void old_signals_change_nothing() {
    UserConnections first = world.connect(phone, ann, "s1");
    world.connect(phone, ann, "s1", "s2");
    long old = meters.counted(Outcome.OLD);
    world.tell(ann, first);

    Await.until("looked at", () -> meters.counted(Outcome.OLD) > old);
    Await.until("done", () -> pending(ann) == 0);
    assertEquals(2, world.presence(ann).nodes().get(phone).connections().size());
  }

  @Test
  void node_without_a_lease_can_bring_nobody_but_take_away() {
    world.connect(phone, ann, "s1");
    eventuallyTold("online");
    String dead = "dead-" + ann;
    long refused = meters.counted(Outcome.REFUSED);
    world.connect(dead, ann, "s9");

    Await.until("refused", () -> meters.counted(Outcome.REFUSED) > refused);
    assertFalse(world.presence(ann).isAt(dead));
    world.kill(phone);
    world.connect(phone, ann);
    Await.until("gone", () -> !world.presence(ann).isConnected());
  }

  @Test
  void living_node_is_not_believed_to_be_dead() {
    world.connect(phone, ann, "s1");
    eventuallyTold("online");
    long refused = meters.counted(Outcome.REFUSED);
    Await.result(
        world.send(
            world.envelope(SignalType.NODE_GONE, ann, null, new NodeGone(phone, 1, List.of(ann)))));

    Await.until("refused", () -> meters.counted(Outcome.REFUSED) > refused);
    assertTrue(world.presence(ann).isConnected());
  }

  @Test
  void choice_is_answered_and_told_to_everybody_concerned() {
    world.connect(phone, ann, "s1", "s2");
    ReplyTo asked = world.choose(phone, "s1", ann, new SetPresence("dnd", "Lunch", 3600L));

    Await.until("answered", () -> world.reply(asked) != null);
    InboxItem.Reply reply = world.reply(asked);
    assertFalse(reply.error());
    JsonNode own = world.read(reply.payload());
    assertEquals("dnd", own.get("status").asText());
    assertEquals("Lunch", own.get("text").asText());
    assertTrue(own.has("expiresAt"));
    Await.until("own sessions are told", () -> !ownTold().isEmpty());
    InboxItem.Delivery delivery = ownTold().get(0);
    assertEquals("s1", delivery.exceptSession(), "who knows already");
    assertEquals("dnd", world.read(delivery.payload()).get("status").asText());
    eventuallyTold("dnd");
  }

  @Test
  void invisible_user_is_offline_to_others_only() {
    world.connect(phone, ann, "s1");
    eventuallyTold("online");
    ReplyTo asked = world.choose(phone, "s1", ann, new SetPresence("invisible", "Psst", null));

    eventuallyTold("offline");
    assertFalse(lastTold().has("text"));
    JsonNode own = world.read(world.reply(asked).payload());
    assertEquals("invisible", own.get("status").asText());
    int told = world.told(watcher, ann).size();
    long revision = world.presence(ann).revision();
    world.connect(phone, ann, "s1", "s2");
    Await.until("applied", () -> world.presence(ann).revision() > revision);
    Await.until("done", () -> pending(ann) == 0);
    assertEquals(told, world.told(watcher, ann).size(), "nobody hears of it");
  }

  @Test
  void choice_ends_by_itself_and_the_user_is_told() {
    world.connect(phone, ann, "s1");
    world.choose(phone, "s1", ann, new SetPresence("dnd", null, 2L));
    Await.until("chosen", () -> world.presence(ann).choice() != null);

    Await.until("over", () -> world.presence(ann).choice() == null);
    Await.until("told", () -> ownTold().size() >= 2);
    InboxItem.Delivery last = ownTold().get(ownTold().size() - 1);
    assertEquals("", last.exceptSession());
    assertEquals("online", world.read(last.payload()).get("status").asText());
    eventuallyTold("online");
  }

  @Test
  void wrong_choice_is_refused_by_its_field() {
    ReplyTo asked = world.choose(phone, "s1", ann, new SetPresence("busy", null, null));

    Await.until("answered", () -> world.reply(asked) != null);
    assertTrue(world.reply(asked).error());
    JsonNode error = world.read(world.reply(asked).payload());
    assertEquals("invalid_params", error.get("code").asText());
    assertTrue(error.get("message").asText().startsWith("status must be"));
    assertNull(world.presence(ann).choice());
  }

  @Test
  void unknown_request_is_answered() {
    ReplyTo to = new ReplyTo(phone, "s1", 77);
    Await.result(
        world.send(world.envelope("presence:new", ann, to, new NodeGone("n", 1, List.of(ann)))));

    Await.until("answered", () -> world.reply(to) != null);
    assertEquals("method_not_found", world.read(world.reply(to).payload()).get("code").asText());
  }

  @Test
  void poison_goes_to_the_dead_letters_and_the_rest_flows() {
    Await.result(world.send(ann, "poison".getBytes(StandardCharsets.UTF_8)));
    Await.result(
        world.send(world.envelope("user:new", ann, null, new NodeGone("n", 1, List.of(ann)))));
    Await.result(
        world.send(
            world.envelope(
                SignalType.CONNECTIONS, ann, null, new UserConnections(null, 1, List.of()))));
    Envelope stranger =
        world.envelope(SignalType.DUE, World.user("bob"), null, new UsersDue(List.of(ann)));
    Await.result(
        world.send(
            new Envelope("i", stranger.type(), ann, 0, stranger.user(), null, stranger.payload())));
    world.connect(phone, ann, "s1");

    eventuallyTold("online");
    Await.until("done", () -> pending(ann) == 0);
    assertEquals(4, world.data(world.streamOf(ann) + ":dead-letter").size());
  }

  @Test
  void user_who_flaps_is_told_of_once_a_second_and_rightly_in_the_end() {
    List<Uni<Void>> sends = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      UserConnections.Connection connection =
          new UserConnections.Connection("s1", "phone", 1_000, i % 2 == 0 ? 2_000 : 0);
      sends.add(
          world.send(
              world.envelope(
                  SignalType.CONNECTIONS,
                  ann,
                  null,
                  new UserConnections(phone, 1_000_000 + i, List.of(connection)))));
    }
    Await.result(Uni.join().all(sends).andFailFast());

    eventuallyTold("away");
    Await.until("all done", () -> pending(ann) == 0 && !world.presence(ann).isUntold());
    assertTrue(world.told(watcher, ann).size() < 100, "far fewer than changes");
    assertEquals("away", lastTold().get("status").asText());
  }

  @Test
  void many_users_come_and_are_counted() {
    String many = world.gateway();
    List<String> users = IntStream.range(0, 2_000).mapToObj(i -> World.user("u" + i)).toList();
    List<Uni<Void>> sends = new ArrayList<>();
    for (String user : users) {
      UserConnections.Connection connection =
          new UserConnections.Connection("s-" + user, "web", 1_000, 0);
      sends.add(
          world.send(
              world.envelope(
                  SignalType.CONNECTIONS,
                  user,
                  null,
                  new UserConnections(many, 1, List.of(connection)))));
    }
    Await.result(Uni.join().all(sends).usingConcurrencyOf(500).andFailFast());

    Await.until("all are here", () -> onlineAt(many) == 2_000);
    Await.result(presences.find(users))
        .forEach((user, presence) -> assertTrue(presence.isAt(many), user));
    world.kill(many);
    Await.until("all are gone", () -> onlineAt(many) == 0);
  }

  @Test
  void gateway_that_is_gone_stops_nobody() {
    String gone = "gone-" + ann;
    world.route(gone, RedisKeys.presenceSubject(ann));
    world.choose(gone, "s1", ann, new SetPresence("dnd", null, null));
    world.connect(phone, ann, "s1");

    eventuallyTold("dnd");
    Await.until("done", () -> pending(ann) == 0);
    assertEquals(0, world.call(Command.EXISTS, world.keys().inbox(gone)).toInteger());
  }

  private long onlineAt(String node) {
    return Await.result(presences.online()).byNode().getOrDefault(node, 0L);
  }

  private void eventuallyTold(String status) {
    Await.until(
        "told " + status,
        () -> {
          JsonNode last = lastTold();
          return last != null && last.get("status").asText().equals(status);
        });
    assertNotNull(lastTold());
  }

  private JsonNode lastTold() {
    List<JsonNode> told = world.told(watcher, ann);
    return told.isEmpty() ? null : told.get(told.size() - 1);
  }

  private List<InboxItem.Delivery> ownTold() {
    return world.inbox(phone).stream()
        .filter(item -> item instanceof InboxItem.Delivery)
        .map(InboxItem.Delivery.class::cast)
        .toList();
  }

  private long pending(String user) {
    return world.call(Command.XPENDING, world.streamOf(user), "presence-service").get(0).toLong();
  }
}
