package dev.parley.cache.model.follower;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelMeters.Outcome;
import dev.parley.cache.model.ModelMeters.Reason;
import dev.parley.cache.model.ModelSettings;
import dev.parley.cache.model.Samples;
import dev.parley.cache.model.TestModelSettings;
import dev.parley.cache.model.store.RedisModels;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever happens, is followed twice, is loaded meanwhile or is lost: when all events are
 * followed, every model is as message-service would say.
 */
class RandomHistoriesTest {

  private static final int SEEDS = 300;
  private static final int AT_ONCE = 4;
  private static final int MESSAGES = 6;

  @RegisterExtension static final RealRedis redis = new RealRedis();

  private final ObjectMapper json = Samples.json();
  private final ModelSettings settings =
      TestModelSettings.with(Map.of("parley.models.recent-messages", Integer.toString(MESSAGES)))
          .models();
  private final ModelMeters meters = new ModelMeters();

  @Test
  void models_are_what_is_true_in_the_end() throws Exception {
    RedisKeys keys = redis.newKeys();
    // Alone: what is made at the first use, for all, cannot be made by several at once.
    run(0, keys);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (long seed = 1; seed < SEEDS; seed++) {
        long mine = seed;
        runs.add(threads.submit(() -> run(mine, keys)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertTrue(meters.counted(Outcome.APPLIED) > SEEDS * 40L, "enough has happened");
    assertTrue(meters.counted(Reason.HOLE) > SEEDS / 10, "holes came");
    assertTrue(meters.counted(Reason.PINNED) > SEEDS / 10, "messages were pinned");
  }

  private void run(long seed, RedisKeys keys) {
    RedisModels models =
        new RedisModels(
            new RedisPipeline(redis.client(), false),
            new RedisKeys(keys.prefix() + seed + ":"),
            History.PARTITIONS,
            settings,
            meters);
    try {
      new History(seed, models, MESSAGES, json, meters).run();
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
    }
  }
}
