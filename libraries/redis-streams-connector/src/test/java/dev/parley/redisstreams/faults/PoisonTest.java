package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.faults.Consumers.Consumer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {

  /** So many times more than its attempts an entry may be the last thing that a reader saw. */
  private static final int MORE = 10;

  private static final int ATTEMPTS = 1;
  private static final String POISON = "poison-0";

  private static TestRedis redis;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /** Restarts have the same name, so that nobody has to wait for a lease. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_entry_of_which_readers_die_is_given_up_and_its_neighbours_are_not(boolean batch) {
    try (Scene scene =
        new Scene(
            redis,
            "batch",
            "" + batch,
            "retry-attempts",
            "" + ATTEMPTS,
            "app.halt-before",
            POISON)) {
      scene.add(0, 3);
      scene.add("poison", POISON);
      scene.add(3, 6);
      int deaths = 0;
      Consumer consumer = scene.consumers.start("same");
      while (isDeadly(consumer, scene)) {
        deaths++;
        assertTrue(deaths <= ATTEMPTS + MORE, deaths + " deaths are enough");
        consumer = scene.consumers.start("same");
      }
      until("the others are done", () -> scene.pending() == 0);
      assertEquals(List.of(POISON), scene.deadLetters());
      assertEquals(ATTEMPTS + MORE, deaths);
      Set<String> done = new HashSet<>(scene.log.payloads());
      assertTrue(done.containsAll(Scene.payloads(0, 6)), done + " and no more");
    }
  }

  private static boolean isDeadly(Consumer consumer, Scene scene) {
    until("it is over", () -> !consumer.isAlive() || !scene.deadLetters().isEmpty());
    return scene.deadLetters().isEmpty();
  }
}
