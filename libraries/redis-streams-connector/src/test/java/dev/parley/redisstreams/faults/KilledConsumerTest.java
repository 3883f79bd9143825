package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.faults.Consumers.Consumer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KilledConsumerTest {

  private static TestRedis redis;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @CsvSource({"exclusive,true", "exclusive,false", "shared,false"})
  void what_it_had_not_acknowledged_is_another_ones(String assignment, boolean batch) {
    try (Scene scene = new Scene(redis, "assignment", assignment, "batch", "" + batch)) {
      scene.add(0, 6);
      Consumer victim = scene.consumers.start("victim", "app.hang=true");
      until("in its hands", () -> scene.log.of("victim").size() >= 3);
      Consumer heir = scene.consumers.start("heir");
      until("the heir is there", () -> scene.members().contains("heir"));
      victim.kill();
      until("taken over", () -> scene.log.of("heir").size() == 6 && scene.pending() == 0);
      Verdict.assertOrderPerKey(scene.log.of("heir"), assignment);
      assertTrue(
          scene.log.of("heir").stream().allMatch(one -> one.count() == 2), "flagged as second");
      assertTrue(heir.isAlive());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exclusive", "shared"})
  void one_that_returns_by_its_name_gets_all_that_it_had(String assignment) {
    try (Scene scene = new Scene(redis, "assignment", assignment, "batch-size", "4")) {
      scene.add(0, 30);
      Consumer victim = scene.consumers.start("same", "app.hang=true");
      until("taken", () -> scene.pending() == 30);
      victim.kill();
      scene.consumers.start("same");
      until(
          "all is done",
          () -> scene.log.payloads().containsAll(Scene.payloads(0, 30)) && scene.pending() == 0);
      Verdict.assertOrderPerKey(scene.log.all(), assignment);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_redis_knew_to_be_done_does_not_come_again(boolean batch) {
    try (Scene scene = new Scene(redis, "batch", "" + batch)) {
      scene.add(0, 6);
      Consumer victim = scene.consumers.start("victim");
      until("done", () -> scene.log.of("victim").size() == 6 && scene.pending() == 0);
      victim.kill();
      scene.consumers.start("heir");
      scene.add(6, 9);
      until("taken over", () -> scene.log.all().size() >= 9 && scene.pending() == 0);
      assertEquals(Scene.payloads(6, 9), scene.log.payloads("heir"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.halt-before", "app.halt-after"})
  void one_that_ends_around_its_acknowledgement_loses_nothing(String when) {
    try (Scene scene = new Scene(redis)) {
      scene.add(0, 6);
      scene.consumers.start("victim", when + "=" + Scene.payload(4)).ended();
      scene.consumers.start("heir");
      until(
          "all is done",
          () -> scene.log.payloads().containsAll(Scene.payloads(0, 6)) && scene.pending() == 0);
      Verdict.assertOrderPerKey(scene.log.all(), when);
      assertTrue(scene.log.payloads("heir").containsAll(List.of(Scene.payload(4))));
    }
  }
}
