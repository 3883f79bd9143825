package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever is taken, given back and owed: the limits in Redis are those of a plain model that is
 * given the times of Redis' own answers, to the microsecond.
 */
class RandomTakesTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final int STEPS = 2_000;

  /** They fill within the test, and none of their units is a round number of microseconds. */
  private static final List<Policy> POLICIES =
      List.of(
          new Policy("a", 7, Duration.ofSeconds(1), Counting.ALL),
          new Policy("b", 333, Duration.ofSeconds(1), Counting.FAILURES),
          new Policy("c", 170_001, Duration.ofSeconds(60), Counting.ALL));

  private static final List<String> SUBJECTS = List.of("ann", "bob", "10.0.0.1");

  private final RateLimiter limiter =
      new RateLimiter(new RedisPipeline(REDIS.client(), false), REDIS.newKeys());
  private final Model model = new Model();
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random random = new Random(seed);

  /** A limit is a number of microseconds that are missing, and when that was so. */
  private static final class Model {

    private final Map<String, Long> missing = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();

    List<Standing> apply(String operation, Take take, long now) {
      List<Long> before = new ArrayList<>();
      List<Long> after = new ArrayList<>();
      for (Take.Cost cost : take.costs()) {
        long there = missing(take.subject(), cost.policy(), now);
        before.add(there);
        after.add(
            operation.equals("give-back")
                ? Math.max(0, there - cost.units() * unit(cost))
                : more(cost, there));
      }
      List<Long> waits = new ArrayList<>();
      for (int i = 0; i < after.size(); i++) {
        Policy policy = take.costs().get(i).policy();
        waits.add(Math.max(0, after.get(i) - policy.quota() * policy.unitMicros()));
      }
      boolean changes =
          switch (operation) {
            case "take" -> waits.stream().allMatch(wait -> wait == 0);
            case "peek" -> false;
            default -> true;
          };
      List<Standing> standings = new ArrayList<>();
      for (int i = 0; i < after.size(); i++) {
        Policy policy = take.costs().get(i).policy();
        long left = changes ? after.get(i) : before.get(i);
        missing.put(key(take.subject(), policy), left);
        since.put(key(take.subject(), policy), now);
        standings.add(Standing.of(policy, left, waits.get(i)));
      }
      return standings;
    }

    private long missing(String subject, Policy policy, long now) {
      String key = key(subject, policy);
      long passed = now - since.getOrDefault(key, 0L);
      return Math.max(0, missing.getOrDefault(key, 0L) - passed);
    }

    private static long more(Take.Cost cost, long missing) {
      return Math.min(missing + cost.units() * unit(cost), 11 * cost.policy().quota() * unit(cost));
    }

    private static long unit(Take.Cost cost) {
      return cost.policy().unitMicros();
    }

    private static String key(String subject, Policy policy) {
      return subject + " " + policy.name();
    }
  }

  @Test
  void limits_are_those_of_the_model() {
    Map<String, Integer> seen = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      Take take = anyTake();
      String operation =
          List.of("take", "take", "take", "peek", "give-back", "owe").get(random.nextInt(6));
      // Debts are rare, or there would be nothing else.
      operation = operation.equals("owe") && random.nextInt(8) > 0 ? "take" : operation;

      Decision decision = run(operation, take).await().atMost(RealRedis.PATIENCE).get(0);

      assertEquals(
          model.apply(operation, take, decision.micros()),
          decision.standings(),
          operation + " of " + take + " in step " + step + ", seed " + seed);
      seen.merge(operation + decision.allowed(), 1, Integer::sum);
    }
    assertTrue(seen.size() >= 6, seen::toString);
  }

  private Take anyTake() {
    List<Policy> some = new ArrayList<>(POLICIES);
    Collections.shuffle(some, random);
    return new Take(
        SUBJECTS.get(random.nextInt(SUBJECTS.size())),
        some.subList(0, 1 + random.nextInt(some.size())).stream()
            .map(policy -> new Take.Cost(policy, anyUnits(policy)))
            .toList());
  }

  private long anyUnits(Policy policy) {
    return random.nextInt(10) == 0
        ? policy.quota()
        : 1 + random.nextInt((int) Math.max(1, policy.quota() / 50));
  }

  private Uni<List<Decision>> run(String operation, Take take) {
    List<Take> takes = List.of(take);
    return switch (operation) {
      case "take" -> limiter.take(takes);
      case "peek" -> limiter.peek(takes);
      case "give-back" -> limiter.giveBack(takes);
      default -> limiter.owe(takes);
    };
  }
}
