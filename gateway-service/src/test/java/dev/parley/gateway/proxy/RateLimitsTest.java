package dev.parley.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final RateLimits limits = new RateLimits(Duration.ofSeconds(60), now::get);

  @Test
  void quota_isThereAtOnce_andNoMore() {
    for (int left = 5; left >= 0; left--) {
      RateLimits.Standing standing = take("ann");
      assertTrue(standing.isAllowed());
      assertEquals(left, standing.remaining());
    }
    RateLimits.Standing refused = take("ann");
    assertFalse(refused.isAllowed());
    assertEquals(0, refused.remaining());
    assertEquals(10, refused.retrySeconds());
    assertEquals(60, refused.resetSeconds());
  }

  @Test
  void waitingAsLongAsSaid_isLongEnough() {
    exhaust("ann");
    now.addAndGet(Duration.ofMillis(1_500).toNanos());
    long wait = take("ann").retrySeconds();
    assertEquals(9, wait);
    now.addAndGet(Duration.ofSeconds(wait).toNanos());
    assertTrue(take("ann").isAllowed());
    assertFalse(take("ann").isAllowed());
  }

  @Test
  void refusals_costNothing() {
    exhaust("ann");
    for (int i = 0; i < 100; i++) {
      assertFalse(take("ann").isAllowed());
    }
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertTrue(take("ann").isAllowed());
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
    assertTrue(take("bob").isAllowed());
    assertTrue(limits.take("presence-service", "user", "ann", 6).isAllowed());
    assertTrue(limits.take("message-service", "address", "ann", 6).isAllowed());
    assertFalse(take("ann").isAllowed());
  }

  @Test
  void headers_areThoseOfTheDraft() {
    RateLimits.Standing standing = take("ann");
    assertEquals("\"user\";q=6;w=60", standing.policyHeader());
    assertEquals("\"user\";r=5;t=10", standing.header());
  }

  @Test
  void manyAtOnce_takeNoMoreThanTheQuota() {
    AtomicInteger allowed = new AtomicInteger();
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(
            i -> {
              if (limits.take("message-service", "user", "ann", 1_000).isAllowed()) {
                allowed.incrementAndGet();
              }
            });
    assertEquals(1_000, allowed.get());
  }

  private RateLimits.Standing take(String user) {
    return limits.take("message-service", "user", user, 6);
  }

  private void exhaust(String user) {
    while (take(user).isAllowed()) {
      // Until it is refused.
    }
  }
}
