package dev.parley.cache.read;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.TestModelSettings;
import dev.parley.cache.model.store.RedisModels;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.redisstreams.StreamEnds;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FreshnessTest {

  private static final int PARTITIONS = 4;
  private static final Duration LONG = Duration.ofMinutes(1);

  @RegisterExtension static final RealRedis redis = new RealRedis();

  private RedisKeys keys;
  private ModelStore models;

  @BeforeEach
  void begin() {
    keys = redis.newKeys();
    models = models(redis.client());
  }

  @Test
  void nothingHasHappened() {
    assertTrue(result(freshness(LONG).reached()));
  }

  @Test
  void waitsForWhatWasThereBefore_inAllPartitions() {
    String first = append(0);
    String other = append(3);
    CompletableFuture<Boolean> reached = freshness(LONG).reached().subscribeAsCompletionStage();

    result(models.applied(Map.of(0, first)));
    assertFalse(result(freshness(Duration.ZERO).reached()), "one is not applied");
    assertFalse(reached.isDone());
    result(models.applied(Map.of(3, other)));

    assertTrue(reached.join());
  }

  @Test
  void doesNotWaitForWhatComesLater() {
    String first = append(0);
    result(models.applied(Map.of(0, first)));
    Freshness freshness = freshness(LONG);
    assertTrue(result(freshness.reached()));
    CompletableFuture<Boolean> reached = freshness.reached().subscribeAsCompletionStage();
    Await.until("it has looked", reached::isDone);
    append(0);

    assertTrue(reached.join());
    assertFalse(result(freshness(Duration.ZERO).reached()));
  }

  @Test
  void patienceEnds() {
    append(1);

    assertFalse(result(freshness(Duration.ofMillis(50)).reached()));
  }

  @Test
  void manyShareALook() {
    Freshness freshness = freshness(LONG);
    result(models.applied(Map.of(2, append(2))));
    long before = calls();

    Racers.race(i -> freshness.reached()).forEach(one -> assertEquals(true, one));

    // The first one's, and one for all others.
    long looks = (calls() - before) / PARTITIONS;
    assertTrue(looks <= 4, () -> looks + " looks for " + Racers.COUNT);
  }

  @Test
  void failsWithRedis() {
    Redis closed = redis.newClient();
    closed.close();
    Freshness freshness =
        new Freshness(new StreamEnds(closed.getDelegate(), false), streams(), models(closed), LONG);

    for (int i = 0; i < 3; i++) {
      assertThrows(RuntimeException.class, () -> result(freshness.reached()));
    }
  }

  private Freshness freshness(Duration patience) {
    return new Freshness(
        new StreamEnds(redis.client().getDelegate(), false), streams(), models, patience);
  }

  private List<String> streams() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(partition -> RedisKeys.partition(keys.events(), partition))
        .toList();
  }

  private ModelStore models(Redis client) {
    return new RedisModels(
        new RedisPipeline(client, false),
        keys,
        PARTITIONS,
        TestModelSettings.with(Map.of()).models(),
        new ModelMeters());
  }

  private String append(int partition) {
    return result(
            redis
                .client()
                .send(
                    Request.cmd(Command.XADD)
                        .arg(RedisKeys.partition(keys.events(), partition))
                        .arg("*")
                        .arg("p")
                        .arg("x")))
        .toString();
  }

  /** How often streams were looked at. */
  private long calls() {
    String stats =
        result(redis.client().send(Request.cmd(Command.INFO).arg("commandstats"))).toString();
    return stats
        .lines()
        .filter(line -> line.startsWith("cmdstat_xrevrange:") || line.startsWith("cmdstat_xinfo"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+).*", "$1")))
        .sum();
  }
}
