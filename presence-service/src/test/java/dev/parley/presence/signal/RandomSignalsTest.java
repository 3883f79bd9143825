package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.store.RedisClock;
import dev.parley.presence.store.RedisPresences;
import dev.parley.routing.Downlink;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random batches with lost answers, failing writes and redeliveries, while the service itself
 * carries out what is due about the same users: two writers. In the end all is as the newest
 * signals say, and the watchers know. A failure names the seed.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RandomSignalsTest {

  private static final int BATCHES = 40;
  private static final int USERS = 6;
  private static final List<String> STATUSES =
      Arrays.asList(null, "online", "away", "dnd", "invisible");

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

  private final List<String> users =
      IntStream.range(0, USERS).mapToObj(i -> World.user("u" + i)).toList();
  private final List<String> gateways = new ArrayList<>();

  /** What each user's newest signals say, by gateway, and what it has chosen last. */
  private final Map<String, Map<String, UserConnections>> newest = new HashMap<>();

  private final Map<String, String> chosen = new HashMap<>();
  private final List<Envelope> sent = new ArrayList<>();
  private Random random;
  private DisturbedStore store;
  private SignalProcessor processor;
  private String watcher;
  private long number;

  @RepeatedTest(4)
  void newest_signals_win_and_watchers_know() {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    random = new Random(seed);
    try {
      begin();
      for (int i = 0; i < BATCHES; i++) {
        batch();
      }
      users.forEach(this::compare);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void begin() {
    store = new DisturbedStore(presences);
    processor =
        new SignalProcessor(decoder, store, leases, clock, rules, views, downlink, json, meters);
    for (int i = 0; i < 3; i++) {
      gateways.add(world.gateway());
    }
    watcher = world.gateway();
    users.forEach(user -> world.route(watcher, RedisKeys.presenceSubject(user)));
  }

  private void batch() {
    List<Envelope> envelopes = new ArrayList<>();
    for (int left = 1 + random.nextInt(20); left > 0; left--) {
      envelopes.add(signal(users.get(random.nextInt(USERS))));
    }
    Entries entries = new Entries(envelopes, 1, Await.result(clock.now()));
    disturb();
    while (!done(entries)) {
      entries = entries.again();
    }
    if (random.nextInt(6) == 0) {
      while (!done(entries)) {
        entries = entries.again();
      }
    }
  }

  private void disturb() {
    switch (random.nextInt(4)) {
      case 0 -> store.loseNextAnswer();
      case 1 ->
          store.beforeNextWrite(
              () -> Uni.createFrom().failure(new IllegalStateException("Redis is away")));
      default -> {}
    }
  }

  /** Like the connector: what fails comes again. */
  private boolean done(Entries entries) {
    try {
      Await.result(processor.process(entries.payloads(), entries.batch()));
      return true;
    } catch (OvertakenException | IllegalStateException comesAgain) {
      return false;
    }
  }

  private Envelope signal(String user) {
    int kind = random.nextInt(10);
    if (kind == 0 && !sent.isEmpty()) {
      return sent.get(random.nextInt(sent.size()));
    }
    if (kind == 1) {
      String living = gateways.get(random.nextInt(gateways.size()));
      return world.envelope(
          SignalType.NODE_GONE, user, null, new NodeGone(living, 1, List.of(user)));
    }
    if (kind == 2) {
      UserConnections dead =
          new UserConnections("dead", ++number, List.of(connection(random.nextBoolean())));
      return world.envelope(SignalType.CONNECTIONS, user, null, dead);
    }
    if (kind == 3) {
      String status = STATUSES.get(random.nextInt(STATUSES.size()));
      chosen.put(user, status);
      return world.envelope(PresenceMethod.SET, user, null, new SetPresence(status, null, null));
    }
    return connections(user);
  }

  private Envelope connections(String user) {
    List<UserConnections.Connection> connections = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      connections.add(connection(random.nextBoolean()));
    }
    UserConnections signal =
        new UserConnections(gateways.get(random.nextInt(gateways.size())), ++number, connections);
    newest.computeIfAbsent(user, u -> new HashMap<>()).put(signal.node(), signal);
    Envelope envelope = world.envelope(SignalType.CONNECTIONS, user, null, signal);
    sent.add(envelope);
    return envelope;
  }

  private static UserConnections.Connection connection(boolean idle) {
    return new UserConnections.Connection("s", "phone", 1_000, idle ? 2_000 : 0);
  }

  private void compare(String user) {
    Map<String, UserConnections> expected = newest.getOrDefault(user, Map.of());
    Presence presence = world.presence(user);
    expected.forEach(
        (node, signal) -> {
          assertEquals(signal.number(), presence.nodes().get(node).number());
          assertEquals(
              signal.connections().size(), presence.nodes().get(node).connections().size());
        });
    assertEquals(expected.size(), presence.nodes().size(), "nobody is at a dead gateway");
    String status = status(user);
    Await.until(
        user + " is seen as " + status,
        () -> !world.presence(user).isUntold() && status.equals(told(user)));
  }

  private String status(String user) {
    List<UserConnections.Connection> connections =
        newest.getOrDefault(user, Map.of()).values().stream()
            .flatMap(signal -> signal.connections().stream())
            .toList();
    String choice = chosen.get(user);
    if (connections.isEmpty() || "invisible".equals(choice)) {
      return "offline";
    }
    if (choice != null && !choice.equals("online")) {
      return choice;
    }
    return connections.stream().allMatch(c -> c.idleSince() > 0) ? "away" : "online";
  }

  /** Who was never told of is offline. */
  private String told(String user) {
    List<JsonNode> told = world.told(watcher, user);
    return told.isEmpty() ? "offline" : told.get(told.size() - 1).get("status").asText();
  }
}
