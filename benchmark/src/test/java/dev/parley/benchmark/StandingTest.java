package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StandingTest {

  @Test
  void standing_right_hasNothingBroken() {
    Standing standing = standing(10, 20, 0, 0, 0);
    assertTrue(standing.isRight(3));
    assertEquals("", standing.broken(3));
  }

  @Test
  void standing_broken_countsWhatIsNotZero() {
    Standing standing = standing(10, 17, 1, 1_200, 2);
    assertFalse(standing.isRight(3));
    assertEquals("1 unanswered, 3 undelivered, 1,200 reordered, 2 disconnects", standing.broken(3));
  }

  @Test
  void standing_withTooManyDeliveries_isBroken() {
    assertEquals("-1 undelivered", standing(10, 11, 0, 0, 0).broken(2));
  }

  static Standing standing(
      long acknowledged, long delivered, long open, long reordered, long disconnects) {
    return new Standing(
        acknowledged, delivered, open, 0, 0, reordered, 0, 0, 0, disconnects, null, true);
  }
}
