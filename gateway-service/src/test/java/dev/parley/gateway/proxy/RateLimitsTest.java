package dev.parley.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.limits.RateLimitFields;
import dev.parley.limits.Standing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Policy USER = policy("user", 6);

  private final AtomicLong now = new AtomicLong(-5);
  private final RateLimits limits = new RateLimits(WINDOW, now::get);

  @Test
  void quota_isThereAtOnce_andNoMore() {
    for (int left = 5; left >= 0; left--) {
      Standing standing = take("ann");
      assertTrue(standing.allowed());
      assertEquals(left, standing.remaining());
    }
    Standing refused = take("ann");
    assertFalse(refused.allowed());
    assertEquals(0, refused.remaining());
    assertEquals(Duration.ofSeconds(10), refused.retryAfter());
    assertEquals(Duration.ofSeconds(60), refused.resetAfter());
  }

  @Test
  void waitingAsLongAsSaid_isLongEnough() {
    exhaust("ann");
    now.addAndGet(Duration.ofMillis(1_500).toNanos());
    Duration wait = take("ann").retryAfter();
    assertEquals(Duration.ofMillis(8_500), wait);
    now.addAndGet(wait.toNanos());
    assertTrue(take("ann").allowed());
    assertFalse(take("ann").allowed());
  }

  @Test
  void refusals_costNothing() {
    exhaust("ann");
    for (int i = 0; i < 100; i++) {
      assertFalse(take("ann").allowed());
    }
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertTrue(take("ann").allowed());
  }

  @Test
  void afterTheWindow_allIsBack() {
    exhaust("ann");
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertEquals(5, take("ann").remaining());
    now.addAndGet(Duration.ofDays(400).toNanos());
    assertEquals(5, take("ann").remaining(), "never more than a window's quota");
  }

  @Test
  void callersServicesAndPolicies_areCountedApart() {
    exhaust("ann");
    assertTrue(take("bob").allowed());
    assertTrue(limits.take("presence-service", USER, "ann").allowed());
    assertTrue(limits.take("message-service", policy("address", 6), "ann").allowed());
    assertFalse(take("ann").allowed());
  }

  @Test
  void headers_areThoseOfTheDraft() {
    List<Standing> standings = List.of(take("ann"));
    assertEquals("\"user\";q=6;w=60", RateLimitFields.policy(standings));
    assertEquals("\"user\";r=5;t=10", RateLimitFields.limit(standings));
  }

  @Test
  void manyAtOnce_takeNoMoreThanTheQuota() {
    Policy thousand = policy("user", 1_000);
    AtomicInteger allowed = new AtomicInteger();
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(
            i -> {
              if (limits.take("message-service", thousand, "ann").allowed()) {
                allowed.incrementAndGet();
              }
            });
    assertEquals(1_000, allowed.get());
  }

  private Standing take(String user) {
    return limits.take("message-service", USER, user);
  }

  private static Policy policy(String name, int quota) {
    return new Policy(name, quota, WINDOW, Counting.ALL);
  }

  private void exhaust(String user) {
    while (take(user).allowed()) {
      // Until it is refused.
    }
  }
}
