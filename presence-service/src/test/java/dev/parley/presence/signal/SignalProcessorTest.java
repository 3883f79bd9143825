package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UsersDue;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.store.Change;
import dev.parley.presence.store.RedisClock;
import dev.parley.presence.store.RedisPresences;
import dev.parley.routing.Downlink;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches that come again, and batches of which another replica has done something. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SignalProcessorTest {

  @Inject World world;
  @Inject SignalDecoder decoder;
  @Inject RedisPresences presences;
  @Inject Leases leases;
  @Inject RedisClock clock;
  @Inject PresenceRules rules;
  @Inject PresenceViews views;
  @Inject Downlink downlink;
  @Inject ObjectMapper json;
  @Inject SignalMeters meters;

  private final String ann = World.user("ann");
  private final String bob = World.user("bob");
  private DisturbedStore store;
  private SignalProcessor processor;
  private String gateway;
  private long now;

  @BeforeEach
  void a_gateway_that_watches_both() {
    store = new DisturbedStore(presences);
    processor =
        new SignalProcessor(decoder, store, leases, clock, rules, views, downlink, json, meters);
    gateway = world.gateway();
    world.route(gateway, ann, bob, RedisKeys.presenceSubject(ann), RedisKeys.presenceSubject(bob));
    now = Await.result(clock.now());
  }

  @Test
  void batch_is_one_look_one_write_and_one_entry_per_gateway() {
    List<Envelope> envelopes = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      envelopes.add(connected(i % 2 == 0 ? ann : bob, i));
    }

    process(new Entries(envelopes, 1, now));

    assertEquals(1, store.lookUps);
    assertEquals(1, store.writes);
    assertEquals(2, world.inbox(gateway).size(), "each user once");
    assertEquals(2, world.data(world.keys().inbox(gateway)).size(), "the first one is empty");
    assertEquals(50, world.presence(ann).nodes().get(gateway).number());
  }

  @Test
  void batch_about_many_users_is_carried_out_in_parts_and_in_order() {
    String dead = "gw-dead";
    List<String> users =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> World.user("u" + i))
            .filter(user -> world.partitionOf(user) == world.partitionOf(ann))
            .limit(12 * SignalType.MAX_USERS)
            .toList();
    List<Change> here = new ArrayList<>();
    users.forEach(user -> here.add(new Change(user, Presence.UNKNOWN, at(dead), 0, Set.of())));
    Await.result(presences.write(here));
    List<Envelope> envelopes = new ArrayList<>();
    for (int from = 0; from < users.size(); from += SignalType.MAX_USERS) {
      List<String> some = users.subList(from, from + SignalType.MAX_USERS);
      NodeGone gone = new NodeGone(dead, 1, some);
      envelopes.add(world.envelope(SignalType.NODE_GONE, some.get(0), null, gone));
    }
    String last = users.get(users.size() - 1);
    envelopes.add(connected(last, 1));

    process(new Entries(envelopes, 1, now));

    assertEquals(3, store.writes, "500 users at a time");
    Map<String, Presence> found = Await.result(presences.find(users));
    users.forEach(user -> assertFalse(found.get(user).isAt(dead), user));
    assertTrue(found.get(last).isAt(gateway));
    assertFalse(found.get(users.get(0)).isConnected());
  }

  @Test
  void batch_that_was_overtaken_fails_and_comes_again() {
    Entries batch = new Entries(List.of(connected(ann, 1), connected(bob, 1)), 1, now);
    store.beforeNextWrite(
        () -> {
          Presence other =
              rules.apply(Presence.UNKNOWN, new SetPresence("dnd", null, null), now, now);
          return presences
              .write(List.of(new Change(ann, Presence.UNKNOWN, other, 0, Set.of())))
              .replaceWithVoid();
        });

    assertThrows(OvertakenException.class, () -> process(batch));
    assertEquals(List.of(), world.inbox(gateway), "nothing is told");
    process(batch.again());

    assertEquals("dnd", last(ann).get("status").asText(), "both are there");
    assertEquals("online", last(bob).get("status").asText(), "who was stored already is told");
    assertTrue(world.presence(ann).isAt(gateway));
  }

  @Test
  void what_may_not_have_been_told_is_told_again() {
    ReplyTo to = new ReplyTo(gateway, "s1", 9);
    SetPresence choice = new SetPresence("away", "Lunch", 600L);
    Envelope set = world.envelope(PresenceMethod.SET, ann, to, choice);
    Entries batch = new Entries(List.of(connected(ann, 1), set), 1, now);
    store.loseNextAnswer();

    assertThrows(IllegalStateException.class, () -> process(batch));
    Presence stored = world.presence(ann);
    assertEquals("away", stored.choice().status());
    assertEquals(List.of(), world.inbox(gateway));
    process(batch.again());

    assertEquals(stored, world.presence(ann), "carried out once");
    assertEquals("away", last(ann).get("status").asText());
    JsonNode reply = world.read(world.reply(to).payload());
    assertEquals(now + 600_000, stored.choice().until());
    assertEquals("Lunch", reply.get("text").asText());
    assertTrue(world.inbox(gateway).stream().anyMatch(item -> item instanceof InboxItem.Delivery));
  }

  @Test
  void what_was_told_is_told_again_with_the_same_revision() {
    Entries batch = new Entries(List.of(connected(ann, 1)), 1, now);
    process(batch);
    process(batch.again());

    List<JsonNode> told = world.told(gateway, ann);
    assertEquals(2, told.size());
    assertEquals(told.get(0), told.get(1));
  }

  @Test
  void due_user_is_judged_by_the_time_at_which_it_was_taken() {
    process(new Entries(List.of(connected(ann, 1)), 1, now));
    Presence here = world.presence(ann);
    Presence chosen =
        rules.tell(rules.apply(here, new SetPresence("dnd", null, 3_600L), now, now), now + 60_000);
    Await.result(presences.write(List.of(new Change(ann, here, chosen, 0, Set.of()))));
    Envelope due = world.envelope(SignalType.DUE, ann, null, new UsersDue(List.of(ann)));

    process(new Entries(List.of(at(due, now + 3_600_000)), 1, now));

    assertEquals(null, world.presence(ann).choice(), "although our clock is far behind");
  }

  @Test
  void own_sessions_are_told_once_of_several_choices() {
    ReplyTo first = new ReplyTo(gateway, "s1", 1);
    ReplyTo second = new ReplyTo(gateway, "s2", 2);
    process(
        new Entries(
            List.of(
                world.envelope(PresenceMethod.SET, ann, first, new SetPresence("dnd", null, null)),
                world.envelope(
                    PresenceMethod.SET, ann, second, new SetPresence("away", null, null))),
            1,
            now));

    List<InboxItem.Delivery> deliveries =
        world.inbox(gateway).stream()
            .filter(item -> item instanceof InboxItem.Delivery)
            .map(InboxItem.Delivery.class::cast)
            .toList();
    assertEquals(1, deliveries.size());
    assertEquals("s2", deliveries.get(0).exceptSession());
    assertFalse(world.reply(first).error());
    assertFalse(world.reply(second).error());
  }

  private void process(Entries entries) {
    Await.result(processor.process(entries.payloads(), entries.batch()));
  }

  private Envelope connected(String user, long number) {
    return world.envelope(
        SignalType.CONNECTIONS,
        user,
        null,
        new UserConnections(
            gateway, number, List.of(new UserConnections.Connection("s1", "phone", 1_000, 0))));
  }

  private Presence at(String node) {
    return rules.apply(
        Presence.UNKNOWN,
        new UserConnections(node, 1, List.of(new UserConnections.Connection("s1", "web", 1, 0))),
        now);
  }

  private static Envelope at(Envelope e, long time) {
    return new Envelope(e.id(), e.type(), e.key(), time, e.user(), null, e.payload());
  }

  private JsonNode last(String user) {
    List<JsonNode> told = world.told(gateway, user);
    return told.get(told.size() - 1);
  }
}
