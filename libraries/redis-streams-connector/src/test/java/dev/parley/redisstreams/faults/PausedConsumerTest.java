package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.faults.Consumers.Consumer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PausedConsumerTest {

  private static TestRedis redis;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /** The paused one works until it is paused, and ends its work when it wakes up. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void its_late_outcomes_count_for_nothing(boolean batch) {
    try (Scene scene = new Scene(redis, "batch", "" + batch, "batch-size", "3")) {
      String answers = scene.stream + ":answers";
      scene.add(0, 3);
      Consumer paused = scene.consumers.start("paused", "app.slow=5000", "app.answers=" + answers);
      until("in its hands", () -> scene.log.of("paused").size() == 3);
      paused.pause();
      scene.consumers.start("heir", "app.hang=true");
      until("taken over", () -> scene.log.of("heir").size() == 3);
      assertTrue(epoch(scene, "heir") > epoch(scene, "paused"), "a later owner, a larger number");
      assertEquals(Map.of("heir", 3), scene.pendingOf());
      paused.resume();
      until("a member again", () -> scene.members().contains("paused"));
      until("its answers are refused", () -> redis.length(answers + ":refused") == 3);
      assertEquals(Map.of("heir", 3), scene.pendingOf(), "still the heir's to settle");
      assertEquals(0, redis.length(answers), "nothing is published for a lease that is gone");
    }
  }

  @Test
  void it_takes_part_again_when_it_wakes_up() {
    try (Scene scene = new Scene(redis)) {
      scene.add(0, 3);
      Consumer paused = scene.consumers.start("paused");
      until("done", () -> scene.log.of("paused").size() == 3 && scene.pending() == 0);
      paused.pause();
      Consumer heir = scene.consumers.start("heir");
      scene.add(3, 6);
      until("taken over", () -> scene.log.of("heir").size() == 3);
      paused.resume();
      until("a member again", () -> scene.members().contains("paused"));
      heir.kill();
      scene.add(6, 9);
      until("it reads", () -> scene.log.of("paused").size() == 6 && scene.pending() == 0);
      assertEquals(Scene.payloads(0, 9), scene.log.payloads());
    }
  }

  @Test
  void in_a_shared_group_what_it_had_is_taken_over() {
    try (Scene scene = new Scene(redis, "assignment", "shared")) {
      scene.add(0, 6);
      Consumer paused = scene.consumers.start("paused", "app.slow=5000");
      until("in its hands", () -> scene.log.of("paused").size() == 6);
      paused.pause();
      scene.consumers.start("heir");
      until("taken over", () -> scene.log.of("heir").size() == 6 && scene.pending() == 0);
      paused.resume();
      until("a member again", () -> scene.members().contains("paused"));
      scene.add(6, 30);
      Set<String> all = Set.copyOf(Scene.payloads(0, 30));
      until(
          "all is done",
          () -> Set.copyOf(scene.log.payloads()).equals(all) && scene.pending() == 0);
    }
  }

  private static long epoch(Scene scene, String consumer) {
    List<Delivered> all = scene.log.of(consumer);
    return all.get(all.size() - 1).epoch();
  }
}
