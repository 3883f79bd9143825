package dev.parley.presence.reaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.presence.TestSettings;
import dev.parley.presence.reaper.LeaseWatch.DeadNode;
import dev.parley.presence.store.RedisClock;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaseWatchTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final RedisClock clock = new RedisClock(REDIS.client());
  private final LeaseWatch watch =
      new LeaseWatch(
          new RedisPipeline(REDIS.client(), false), keys, clock, TestSettings.with(Map.of()));

  @Test
  void nobody_is_dead_where_nobody_is() {
    assertEquals(List.of(), look());
    assertEquals(0, watch.online());
  }

  @Test
  void end_of_a_lease_that_was_seen_is_known() {
    users("n1", 3);
    REDIS.call(Command.SET, keys.nodeLease("n1"), "1", "PX", 300);
    long seen = Await.result(clock.now());
    look();
    assertEquals(List.of(), look(), "it lives, or did when it was looked at first");
    Await.until(
        "the lease is gone",
        () -> REDIS.call(Command.EXISTS, keys.nodeLease("n1")).toInteger() == 0);

    List<DeadNode> dead = look();

    long now = Await.result(clock.now());
    assertEquals(1, dead.size());
    assertEquals("n1", dead.get(0).node());
    assertEquals(List.of(3), dead.get(0).partitions());
    assertTrue(dead.get(0).since() >= seen && dead.get(0).since() <= now);
    assertEquals(dead, look(), "and stays what it is");
  }

  @Test
  void end_of_a_lease_that_was_never_seen_is_now() {
    users("n1", 0);
    users("n1", 15);
    assertEquals(List.of(), look(), "found only");
    long before = Await.result(clock.now());

    List<DeadNode> dead = look();

    assertTrue(dead.get(0).since() >= before);
    assertEquals(List.of(0, 15), dead.get(0).partitions());
  }

  @Test
  void node_that_stopped_early_is_not_gone_in_the_future() {
    users("n1", 1);
    REDIS.call(Command.SET, keys.nodeLease("n1"), "1", "PX", 600_000);
    look();
    look();
    REDIS.call(Command.DEL, keys.nodeLease("n1"));

    List<DeadNode> dead = look();

    assertTrue(dead.get(0).since() <= Await.result(clock.now()));
  }

  @Test
  void node_without_users_is_looked_at_no_more() {
    users("n1", 1);
    look();
    REDIS.call(Command.DEL, keys.presenceNodes(1));

    assertEquals(List.of(), look());
  }

  @Test
  void connected_users_of_all_partitions_are_summed_up() {
    REDIS.call(Command.SET, keys.presenceCount(0), 3);
    REDIS.call(Command.SET, keys.presenceCount(15), 4);

    look();

    assertEquals(7, watch.online());
  }

  @Test
  void failure_is_told() throws IOException {
    LeaseWatch lost =
        new LeaseWatch(
            new RedisPipeline(REDIS.unreachable(), false),
            keys,
            clock,
            TestSettings.with(Map.of()));

    assertThrows(Exception.class, () -> Await.result(lost.look()));
  }

  private List<DeadNode> look() {
    return Await.result(watch.look());
  }

  private void users(String node, int partition) {
    REDIS.call(Command.SADD, keys.presenceNodes(partition), node);
  }
}
