package dev.parley.presence.reaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.reaper.LeaseWatch.DeadNode;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.Presences;
import dev.parley.presence.store.RedisClock;
import dev.parley.routing.RouteTable;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gateways that die, and what is left of them. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ReaperTest {

  private static final int MANY = 5_000;

  @Inject World world;
  @Inject Presences presences;
  @Inject RouteTable routes;
  @Inject RedisClock clock;
  @Inject Clearing clearing;
  @Inject LeaseWatch leases;

  private final String gateway = "gw-" + World.user("x");

  @Test
  void users_of_a_killed_gateway_go_offline_and_nothing_of_it_is_left() {
    String dying = world.gateway();
    String other = world.gateway();
    List<String> users = IntStream.range(0, MANY).mapToObj(i -> World.user("u" + i)).toList();
    connect(dying, users);
    Await.result(routes.add(dying, users));
    String watched = users.get(7);
    String elsewhere = users.get(8);
    world.route(other, RedisKeys.presenceSubject(watched));
    world.connect(other, elsewhere, "s1");
    Await.until("all are here", () -> at(dying) == MANY && at(other) == 1);
    long killed = Await.result(clock.now());
    world.kill(dying);

    Await.until("all are gone", () -> at(dying) == 0);
    Map<String, Presence> found = Await.result(presences.find(users));
    users.stream()
        .filter(user -> !user.equals(elsewhere))
        .forEach(user -> assertTrue(found.get(user).goneAt() >= killed, user));
    assertTrue(found.get(elsewhere).isConnected(), "who is also elsewhere stays");
    Await.until(
        "watchers know",
        () -> {
          List<JsonNode> told = world.told(other, watched);
          return !told.isEmpty()
              && told.get(told.size() - 1).get("status").asText().equals("offline");
        });
    Await.until("the routes are gone", () -> routed(users, dying) == 0);
    Await.until(
        "the inbox is gone",
        () -> world.call(Command.EXISTS, world.keys().inbox(dying)).toInteger() == 0);
    assertTrue(clearing.cleared() >= MANY);
    Await.until("nobody counts it", () -> !byNode().containsKey(dying));
  }

  @Test
  void gateway_that_was_only_paused_has_all_its_users_again() {
    String paused = world.gateway();
    List<String> users = IntStream.range(0, 500).mapToObj(i -> World.user("u" + i)).toList();
    connect(paused, users);
    Await.until("all are here", () -> at(paused) == 500);
    world.kill(paused);
    Await.until("some are gone", () -> at(paused) < 500);

    world.resume(paused);
    connect(paused, users);

    Await.until("all are here again", () -> at(paused) == 500);
    Map<String, Presence> found = Await.result(presences.find(users));
    users.forEach(user -> assertTrue(found.get(user).isAt(paused), user));
  }

  @Test
  void node_that_another_replica_clears_is_left_to_it() {
    world.call(
        Command.SET, world.keys().presenceReaper(gateway), "another replica", "PX", "600000");
    String ann = World.user("ann");
    world.route(gateway, ann);

    Await.result(clearing.clear(new DeadNode(gateway, 1, List.of(0))));

    assertEquals(1, routed(List.of(ann), gateway));
    assertEquals(
        "another replica",
        world.call(Command.GET, world.keys().presenceReaper(gateway)).toString());
  }

  @Test
  void node_that_lives_is_not_cleared_and_keeps_its_inbox() {
    String living = world.gateway();
    String ann = World.user("ann");
    world.route(living, ann);

    Await.result(clearing.clear(new DeadNode(living, 1, List.of(world.partitionOf(ann)))));

    assertEquals(1, routed(List.of(ann), living));
    assertEquals(1, world.call(Command.EXISTS, world.keys().inbox(living)).toInteger());
    assertEquals(
        0,
        world.call(Command.EXISTS, world.keys().presenceReaper(living)).toInteger(),
        "the lock is given back");
  }

  @Test
  void node_without_users_is_forgotten() {
    world.call(Command.SADD, world.keys().presenceNodes(3), gateway);

    Await.until("forgotten", () -> !byNode().containsKey(gateway));
  }

  @Test
  void user_whose_presence_was_lost_is_taken_out_of_the_dead_node() {
    String ann = World.user("ann");
    int partition = world.partitionOf(ann);
    world.call(Command.SADD, world.keys().presenceOfNode(partition, gateway), ann);
    world.call(Command.SADD, world.keys().presenceNodes(partition), gateway);

    Await.until("forgotten", () -> !byNode().containsKey(gateway));
    assertEquals(Presence.UNKNOWN, world.presence(ann));
  }

  @Test
  void more_users_than_one_step_takes_are_told() {
    int partition = 5;
    List<String> users =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> gateway + i)
            .filter(user -> world.partitionOf(user) == partition)
            .limit(1_700)
            .toList();
    List<String> arguments = new ArrayList<>(users);
    arguments.add(0, world.keys().presenceOfNode(partition, gateway));
    world.call(Command.SADD, arguments.toArray(String[]::new));
    world.call(Command.SADD, world.keys().presenceNodes(partition), gateway);

    Await.until("all are told", () -> !byNode().containsKey(gateway));
    assertTrue(clearing.cleared() >= users.size());
  }

  @Test
  void connected_users_are_counted() {
    String here = world.gateway();
    long before = leases.online();
    connect(here, IntStream.range(0, 20).mapToObj(i -> World.user("u" + i)).toList());

    Await.until("counted", () -> leases.online() >= 20);
    assertTrue(before >= 0);
    assertFalse(Await.result(presences.online()).total() < 20);
  }

  private void connect(String node, List<String> users) {
    List<Uni<Void>> sends = new ArrayList<>();
    long number = System.nanoTime();
    for (String user : users) {
      UserConnections.Connection connection =
          new UserConnections.Connection("s-" + user, "web", 1_000, 0);
      sends.add(
          world.send(
              world.envelope(
                  SignalType.CONNECTIONS,
                  user,
                  null,
                  new UserConnections(node, number, List.of(connection)))));
    }
    Await.result(Uni.join().all(sends).usingConcurrencyOf(500).andFailFast());
  }

  private long at(String node) {
    return byNode().getOrDefault(node, 0L);
  }

  private Map<String, Long> byNode() {
    return Await.result(presences.online()).byNode();
  }

  private long routed(List<String> users, String node) {
    var found = Await.result(routes.find(Set.copyOf(users)));
    return users.stream().filter(user -> found.nodesOf(user).contains(node)).count();
  }
}
