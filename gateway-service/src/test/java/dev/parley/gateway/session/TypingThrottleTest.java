package dev.parley.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TypingThrottleTest {

  /** Near the end of what fits, as {@code System.nanoTime()} may be. */
  private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);

  private final TypingThrottle typing = new TypingThrottle(() -> now);

  @Test
  void start_passesOnceInTwoSeconds() {
    assertTrue(typing.start("c1"));
    assertFalse(typing.start("c1"));
    after(1_999);
    assertFalse(typing.start("c1"));

    after(1);
    assertTrue(typing.start("c1"));
    assertFalse(typing.start("c1"));
  }

  @Test
  void start_thatDidNotPassDelaysNothing() {
    assertTrue(typing.start("c1"));
    for (int i = 0; i < 19; i++) {
      after(100);
      assertFalse(typing.start("c1"));
    }
    after(100);
    assertTrue(typing.start("c1"));
  }

  @Test
  void start_inAnotherConversationPasses() {
    assertTrue(typing.start("c1"));
    assertTrue(typing.start("c2"));
    assertFalse(typing.start("c1"));
  }

  @Test
  void stop_passesOnceAfterAStart() {
    assertFalse(typing.stop("c1"));
    assertTrue(typing.start("c1"));
    assertFalse(typing.stop("c2"));

    assertTrue(typing.stop("c1"));
    assertFalse(typing.stop("c1"));
  }

  @Test
  void stop_passesWhileTheStartMayBeSeen() {
    typing.start("c1");
    after(5_999);
    assertTrue(typing.stop("c1"));

    typing.start("c1");
    after(6_000);
    assertFalse(typing.stop("c1"));
  }

  @Test
  void stop_countsFromTheLastStart() {
    typing.start("c1");
    after(4_000);
    assertTrue(typing.start("c1"));
    after(4_000);

    assertTrue(typing.stop("c1"));
  }

  @Test
  void turns_areNoWayAround() {
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      passed += typing.start("c1") ? 1 : 0;
      passed += typing.stop("c1") ? 1 : 0;
      after(10);
    }
    assertEquals(2 * 5, passed, "in ten seconds");
  }

  @Test
  void memory_isOfTheConversationsStartedLast() {
    for (int i = 0; i < 16; i++) {
      assertTrue(typing.start("c" + i));
    }
    after(2_000);
    assertTrue(typing.start("c0"), "again, so c1 is the oldest now");
    assertTrue(typing.start("c16"));

    assertFalse(typing.stop("c1"), "forgotten");
    assertTrue(typing.start("c1"), "forgotten, c2 with it");
    assertFalse(typing.start("c0"));
    assertFalse(typing.start("c16"));
    assertFalse(typing.stop("c2"));
    assertTrue(typing.stop("c3"));
  }

  private void after(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
