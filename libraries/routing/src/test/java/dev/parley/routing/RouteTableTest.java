package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RouteTableTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final RouteTable table = new RouteTable(REDIS.client(), keys, false);

  @Test
  void find_givesTheNodesOfEachUser() {
    await(table.add("n1", List.of("ann", "bob")));
    await(table.add("n2", List.of("bob", "eve")));

    Routes routes = await(table.find(Set.of("ann", "bob", "eve", "nobody")));

    assertEquals(List.of("n1"), routes.nodesOf("ann"));
    assertEquals(List.of("n1", "n2"), routes.nodesOf("bob"));
    assertEquals(List.of("n2"), routes.nodesOf("eve"));
    assertEquals(List.of(), routes.nodesOf("nobody"));
    assertEquals(List.of(), routes.nodesOf("not asked for"));
  }

  @Test
  void find_ofNobodyAsksNobody() throws IOException {
    RouteTable lost = new RouteTable(REDIS.unreachable(), keys, false);

    assertEquals(List.of(), await(lost.find(Set.of())).nodesOf("ann"));
    assertThrows(Exception.class, () -> await(lost.find(Set.of("ann"))));
  }

  @Test
  void alive_areThoseWithALease() throws IOException {
    Node n1 = new Node(REDIS.client(), keys, "n1", Duration.ofMinutes(5), Duration.ofMinutes(1));
    await(n1.start());
    await(table.add("n2", List.of("ann")));

    assertEquals(Set.of("n1"), await(table.alive(Set.of("n1", "n2", "n3"))));
    await(n1.stop());
    assertEquals(Set.of(), await(table.alive(Set.of("n1"))));

    RouteTable lost = new RouteTable(REDIS.unreachable(), keys, false);
    assertEquals(Set.of(), await(lost.alive(Set.of())));
    assertThrows(Exception.class, () -> await(lost.alive(Set.of("n1"))));
  }

  @Test
  void add_twiceChangesNothing() {
    await(table.add("n1", List.of("ann")));
    await(table.add("n1", List.of("ann", "ann")));

    assertEquals("n1", field("ann"));
  }

  @Test
  void add_takesANodeWhoseIdIsPartOfAnotherForAnother() {
    await(table.add("node-10", List.of("ann")));
    await(table.add("node-1", List.of("ann")));
    await(table.add("ode-1", List.of("ann")));

    assertEquals("node-10 node-1 ode-1", field("ann"));
  }

  @Test
  void add_takesPatternCharactersLiterally() {
    await(table.add("n-1", List.of("a|n+n")));
    await(table.add("n.1", List.of("a|n+n")));
    await(table.remove("n.1", List.of("a|n+n")));

    assertEquals("n-1", field("a|n+n"));
  }

  @Test
  void remove_leavesTheOtherNodesInTheirOrder() {
    for (String node : List.of("n1", "n10", "n2")) {
      await(table.add(node, List.of("ann")));
    }

    await(table.remove("n1", List.of("ann")));

    assertEquals("n10 n2", field("ann"));
  }

  @Test
  void remove_ofTheLastNodeRemovesTheUser() {
    await(table.add("n1", List.of("ann")));

    await(table.remove("n1", List.of("ann")));
    await(table.remove("n1", List.of("ann", "never there")));

    assertNull(field("ann"));
    assertEquals(0, REDIS.call(Command.KEYS, keys.prefix() + "*").size());
  }

  @Test
  void addAndRemove_takeMoreUsersThanOneCallMay() {
    List<String> users =
        IntStream.range(0, RouteTable.SUBJECTS_PER_CALL * 20).mapToObj(i -> "user" + i).toList();

    await(table.add("n1", users));
    Routes routes = await(table.find(Set.copyOf(users)));
    assertEquals(
        users.size(), users.stream().filter(u -> routes.nodesOf(u).equals(List.of("n1"))).count());

    await(table.remove("n1", users));
    assertEquals(0, REDIS.call(Command.KEYS, keys.prefix() + "*").size());
  }

  @Test
  void add_spreadsUsersOverTheBuckets() {
    List<String> users = IntStream.range(0, 500).mapToObj(i -> "user" + i).toList();

    await(table.add("n1", users));

    assertEquals(
        RedisKeys.ROUTE_BUCKETS, REDIS.call(Command.KEYS, keys.prefix() + "routes:*").size());
  }

  @Test
  void concurrentChangesOfTwoNodes_loseNothing() {
    for (int round = 0; round < 50; round++) {
      List<Uni<Void>> changes = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        changes.add(table.add("stays" + i, List.of("ann")));
        changes.add(table.remove("goes" + i, List.of("ann")));
        changes.add(table.add("goes" + (i + 5), List.of("ann")));
      }
      await(Uni.join().all(changes).andFailFast());
      await(table.remove("goes5", List.of("ann")));

      Set<String> nodes = Set.copyOf(await(table.find(Set.of("ann"))).nodesOf("ann"));
      assertEquals(
          Set.of(
              "stays0", "stays1", "stays2", "stays3", "stays4", "goes6", "goes7", "goes8", "goes9"),
          nodes);
      REDIS.call(Command.DEL, keys.routes(RedisKeys.routeBucket("ann")));
    }
  }

  @Test
  void add_worksAfterRedisForgotTheScripts() {
    await(table.add("n1", List.of("ann")));
    REDIS.call(Command.FLUSHALL);
    REDIS.call(Command.SCRIPT, "FLUSH");

    await(table.add("n1", List.of("ann", "bob", "eve")));

    assertEquals(List.of("n1"), await(table.find(Set.of("bob"))).nodesOf("bob"));
  }

  @Test
  void conversation_hasARouteOfItsOwn() {
    String watched = RedisKeys.conversationSubject("ann");
    await(table.add("n1", List.of("ann")));
    await(table.add("n2", List.of(watched)));

    Routes both = await(table.find(Set.of("ann", watched)));
    assertEquals(List.of("n1"), both.nodesOf("ann"));
    assertEquals(List.of("n2"), both.nodesOf(watched));
    await(table.remove("n2", List.of("ann", watched)));

    Routes left = await(table.find(Set.of("ann", watched)));
    assertEquals(List.of("n1"), left.nodesOf("ann"));
    assertEquals(List.of(), left.nodesOf(watched));
  }

  @Test
  void removeGone_removesANodeWithoutInbox() {
    await(table.add("n1", List.of("ann")));

    await(table.removeGone("n1", List.of("ann")));

    assertNull(field("ann"));
  }

  @Test
  void removeGone_keepsANodeThatCameBack() {
    await(table.add("n1", List.of("ann")));
    await(new Node(REDIS.client(), keys, "n1", Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL).start());

    await(table.removeGone("n1", List.of("ann")));

    assertEquals("n1", field("ann"));
  }

  @Test
  void sweep_takesADeadNodeOutOfAllRoutesAndNobodyElse() {
    List<String> users =
        IntStream.range(0, RouteTable.SUBJECTS_PER_CALL * 20).mapToObj(i -> "user" + i).toList();
    await(table.add("n1", users));
    await(table.add("n10", users.subList(0, 100)));
    AtomicInteger steps = new AtomicInteger();

    int removed = await(table.sweep("n1", () -> goOn(steps.incrementAndGet() > 0)));

    assertEquals(users.size(), removed);
    assertTrue(steps.get() >= RedisKeys.ROUTE_BUCKETS * 2, "in steps: " + steps);
    Routes left = await(table.find(Set.copyOf(users)));
    for (int i = 0; i < users.size(); i++) {
      assertEquals(i < 100 ? List.of("n10") : List.of(), left.nodesOf(users.get(i)));
    }
    assertEquals(0, await(table.sweep("n1", () -> goOn(true))));
  }

  @Test
  void sweep_endsWhenItIsToldTo() {
    await(table.add("n1", List.of("ann")));

    assertEquals(0, await(table.sweep("n1", () -> goOn(false))));
    assertThrows(
        IllegalStateException.class,
        () ->
            await(
                table.sweep(
                    "n1", () -> Uni.createFrom().failure(new IllegalStateException("no more")))));

    assertEquals("n1", field("ann"));
  }

  @Test
  void sweep_leavesANodeThatLives() {
    await(new Node(REDIS.client(), keys, "n1", Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL).start());
    await(table.add("n1", List.of("ann", "bob", "eve")));

    assertEquals(0, await(table.sweep("n1", () -> goOn(true))));

    assertEquals(List.of("n1"), await(table.find(Set.of("ann"))).nodesOf("ann"));
    assertEquals(List.of("n1"), await(table.find(Set.of("bob"))).nodesOf("bob"));
  }

  private static Uni<Boolean> goOn(boolean on) {
    return Uni.createFrom().item(on);
  }

  private String field(String user) {
    var value = REDIS.call(Command.HGET, keys.routes(RedisKeys.routeBucket(user)), user);
    return value == null ? null : value.toString();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
