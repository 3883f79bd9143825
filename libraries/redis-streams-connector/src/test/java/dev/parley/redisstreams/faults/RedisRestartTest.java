package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRestartTest {

  private static final int PARTITIONS = 4;
  private static final int KEYS = 16;

  /** Another Redis, which stays: the log of deliveries. */
  private static TestRedis witness;

  private final String stream = TestRedis.uniqueStream();
  private final DeliveryLog log = new DeliveryLog(witness.vertx, witness.port(), stream);

  @BeforeAll
  static void startRedis() {
    witness = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    witness.close();
  }

  @Test
  void a_redis_that_comes_back_with_its_data_has_lost_nothing() {
    try (KillableRedis redis = new KillableRedis(true);
        Load load = new Load(redis.access(), stream, PARTITIONS, KEYS, 20)) {
      Replica batches = replica(redis, "batches", true);
      Replica singles = replica(redis, "singles", false);
      for (int kills = 0; kills < 3; kills++) {
        int before = log.all().size();
        until("under way", () -> log.all().size() > before + 300);
        redis.kill();
        until("noticed", () -> !load.isConnected());
        redis.start();
      }
      load.end();
      until("all is sent", load::isDone);
      until("all is done", () -> isPast(load.sent()) && pending(redis) == 0);
      Verdict.assertExactly(load.sent(), log.all(), "");
      Verdict.assertOrderPerKey(log.all(), "");
      batches.crash();
      singles.crash();
    }
  }

  @Test
  void a_redis_that_comes_back_empty_is_used_as_a_new_one() {
    try (KillableRedis redis = new KillableRedis(false);
        Load load = new Load(redis.access(), stream, PARTITIONS, KEYS, 20)) {
      Replica batches = replica(redis, "batches", true);
      Replica singles = replica(redis, "singles", false);
      until("under way", () -> log.all().size() > 300);
      redis.kill();
      until("noticed", () -> !load.isConnected());
      Set<String> before = Set.copyOf(load.sent());
      Map<Integer, Long> epochs = new HashMap<>();
      log.all().forEach(one -> epochs.merge(one.partition(), one.epoch(), Math::max));
      redis.start();
      until("sends again", () -> load.sent().size() > before.size() + 300);
      load.end();
      until("all is sent", load::isDone);
      Set<String> since = new HashSet<>(load.sent());
      since.removeAll(before);
      until("all is done", () -> isPast(since) && pending(redis) == 0);
      List<Delivered> after =
          log.all().stream().filter(one -> since.contains(one.payload())).toList();
      Verdict.assertOrderPerKey(after, "");
      for (Delivered one : after) {
        assertTrue(
            one.epoch() > epochs.getOrDefault(one.partition(), 0L), one + " after " + epochs);
      }
      batches.crash();
      singles.crash();
    }
  }

  private Replica replica(KillableRedis redis, String name, boolean batch) {
    return new Replica(
        redis.port(),
        witness.port(),
        name,
        Map.of(
            "stream",
            stream,
            "partitions",
            "" + PARTITIONS,
            "group",
            "g",
            "lease",
            "PT1S",
            "block",
            "PT0.2S",
            "batch",
            "" + batch,
            "app.slow",
            "-4"));
  }

  private boolean isPast(Set<String> sent) {
    return new HashSet<>(log.payloads()).containsAll(sent);
  }

  /** Of the group in all partitions, each of which has it. */
  private long pending(KillableRedis redis) {
    long pending = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String name = stream + ":{" + partition + "}";
      assertEquals(1, redis.run(Command.XINFO, "GROUPS", name).size());
      pending += redis.run(Command.XPENDING, name, "g").get(0).toLong();
    }
    return pending;
  }
}
