package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes and nodes where the keys are spread over the servers of a Redis Cluster. */
class ClusterTest {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  private static final List<String> USERS =
      IntStream.range(0, 500).mapToObj(i -> "user" + i).toList();

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private final RouteTable table = new RouteTable(CLUSTER.client(), keys, true);

  @Test
  void routes_ofAllBucketsAreFoundWhereverTheyAre() {
    await(table.add("n1", USERS));
    await(table.add("n2", USERS.subList(0, 250)));

    Routes routes = await(table.find(Set.copyOf(USERS)));
    for (int i = 0; i < USERS.size(); i++) {
      List<String> expected = i < 250 ? List.of("n1", "n2") : List.of("n1");
      assertEquals(expected, routes.nodesOf(USERS.get(i)), USERS.get(i));
    }
    assertTrue(spread(), "both masters have some, else this proves nothing");
  }

  @Test
  void oneBatchForAll_isNoWayInACluster() {
    RouteTable asOne = new RouteTable(CLUSTER.client(), keys, false);

    assertThrows(Exception.class, () -> await(asOne.add("n1", USERS)));
  }

  @Test
  void removal_leavesNothing() {
    await(table.add("n1", USERS));

    await(table.remove("n1", USERS));

    assertEquals(0, stored());
  }

  @Test
  void sweep_findsWhatADeadNodeLeftOnAllMasters() {
    await(table.add("n1", USERS));
    await(table.add("n2", USERS.subList(0, 100)));

    assertEquals(USERS.size(), await(table.sweep("n1", () -> Uni.createFrom().item(true))));

    Routes routes = await(table.find(Set.copyOf(USERS)));
    assertEquals(List.of("n2"), routes.nodesOf(USERS.get(0)));
    assertEquals(List.of(), routes.nodesOf(USERS.get(100)));
  }

  @Test
  void scripts_areSentAgainToWhoDoesNotKnowThem() {
    await(table.add("n1", USERS));
    CLUSTER.on(1, "SCRIPT FLUSH");

    await(table.add("n2", USERS));

    Routes routes = await(table.find(Set.copyOf(USERS)));
    assertTrue(USERS.stream().allMatch(u -> routes.nodesOf(u).equals(List.of("n1", "n2"))));
  }

  @Test
  void goneNode_isTakenOutOfTheRoutesUnlessItIsBack() {
    await(table.add("n1", USERS));
    await(table.removeGone("n1", USERS));
    assertEquals(0, stored());

    await(node("n2").start());
    await(table.removeGone("n2", List.of("ann")));
    assertEquals(List.of("n2"), await(table.find(Set.of("ann"))).nodesOf("ann"));
  }

  @Test
  void nodes_liveOnWhicheverMasterHasTheirSlot() {
    for (int i = 0; i < 10; i++) {
      Node node = node("node-" + i);
      await(node.start());
      assertTrue(await(node.renew()));
      await(node.stop());
      assertFalse(await(node.renew()), "it had to be made again");
      await(node.stop());
    }
  }

  private Node node(String id) {
    return new Node(CLUSTER.client(), keys, id, Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL);
  }

  private boolean spread() {
    return IntStream.range(0, CLUSTER.masters()).allMatch(master -> stored(master) > 0);
  }

  private int stored() {
    return IntStream.range(0, CLUSTER.masters()).map(this::stored).sum();
  }

  private int stored(int master) {
    return CLUSTER.on(master, "KEYS " + keys.prefix() + "*").size();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
