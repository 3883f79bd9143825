package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.faults.Consumers.Consumer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeavingConsumerTest {

  private static TestRedis redis;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /** The waiting time of a condition is a quarter of the lease: nobody waits for the lease. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void one_that_is_stopped_gives_its_partition_to_the_next_at_once(boolean batch) {
    try (Scene scene =
        new Scene(
            redis, "lease", "PT2M", "batch", "" + batch, "batch-size", "5", "app.slow", "100")) {
      Consumer leaving = scene.consumers.start("leaving");
      until("there", () -> scene.owner().equals("leaving"));
      scene.consumers.start("heir");
      until("the heir is there", () -> scene.members().contains("heir"));
      scene.add(0, 200);
      leaving.leave();
      until(
          "all is done",
          () -> scene.log.all().size() >= 200 && scene.pending() == 0 && !leaving.isAlive());
      assertEquals(0, leaving.ended());
      assertEquals(200, scene.log.all().size(), "nothing that was done comes again");
      Verdict.assertOrderPerKey(scene.log.all(), "batch=" + batch);
    }
  }

  @Test
  void coming_and_going_in_order_delivers_nothing_twice() {
    String stream = TestRedis.uniqueStream();
    DeliveryLog log = new DeliveryLog(redis.vertx, redis.port(), stream);
    Map<String, String> settings = new HashMap<>();
    settings.put("stream", stream);
    settings.put("partitions", "8");
    settings.put("group", "g");
    settings.put("lease", "PT2M");
    settings.put("app.slow", "-5");
    try (Load load = new Load(redis.access(), stream, 8, 32, 40)) {
      Replica steady = new Replica(redis.port(), redis.port(), "steady", settings);
      for (int i = 0; i < 5; i++) {
        settings.put("batch", "" + (i % 2 == 0));
        String name = "guest" + i;
        Replica guest = new Replica(redis.port(), redis.port(), name, settings);
        until("reads", () -> log.of(name).size() > 50);
        guest.leave().join();
      }
      load.end();
      until("all is sent", load::isDone);
      until("all is done", () -> log.all().size() >= load.sent().size());
      steady.leave().join();
      Verdict.assertExactly(load.sent(), log.all(), "");
      Verdict.assertOrderPerKey(log.all(), "");
      assertEquals(load.sent().size(), log.all().size(), "each once");
    }
  }
}
