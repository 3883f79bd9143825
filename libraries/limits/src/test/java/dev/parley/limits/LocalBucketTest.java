package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBucketTest {

  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void burst_thenOneByOne(long start) {
    LocalBucket bucket = LocalBucket.ofRate(10, 3, start);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, bucket.take(start));
    }

    assertEquals(SECOND / 10, bucket.take(start));
    assertEquals(1, bucket.take(start + SECOND / 10 - 1));
    assertEquals(0, bucket.take(start + SECOND / 10));
    assertEquals(SECOND / 10, bucket.take(start + SECOND / 10));
  }

  @Test
  void whatIsRefused_costsNothing() {
    LocalBucket bucket = LocalBucket.ofRate(1, 1, 0);
    bucket.take(0);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(bucket.take(i) > 0);
    }

    assertEquals(0, bucket.take(SECOND));
  }

  @Test
  void pause_fillsItAndNoMore() {
    LocalBucket bucket = LocalBucket.ofRate(10, 3, 0);
    bucket.take(0);
    assertFalse(bucket.isFull(SECOND / 10 - 1));
    assertTrue(bucket.isFull(SECOND / 10));

    int taken = 0;
    while (bucket.take(100 * SECOND) == 0) {
      taken++;
    }
    assertEquals(3, taken);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "50,100", "7,3", "1000000,1000000"})
  void inTheLongRun_theRateHolds(int rate, int burst) {
    LocalBucket bucket = LocalBucket.ofRate(rate, burst, 0);
    long now = 0;
    long taken = 0;
    while (now < SECOND) {
      long wait = bucket.take(now);
      if (wait == 0) {
        taken++;
      } else {
        now += wait;
      }
    }

    assertTrue(Math.abs(taken - (rate + burst)) <= 1, taken + " in a second");
  }

  @Test
  void ofAPolicy_holdsItsQuota() {
    Policy policy = new Policy("login", 5, Duration.ofMinutes(15), Counting.ALL);
    LocalBucket bucket = LocalBucket.of(policy, 0);
    for (int i = 0; i < 5; i++) {
      assertEquals(0, bucket.take(0));
    }

    assertEquals(180 * SECOND, bucket.take(0));
    assertEquals(900 * SECOND, bucket.missing(0));
    assertEquals(890 * SECOND, bucket.missing(10 * SECOND));
    assertEquals(
        Standing.of(policy, 890_000_000, 170_000_000),
        Standing.of(policy, bucket, bucket.take(10 * SECOND), 10 * SECOND));
  }

  @Test
  void standing_isRoundedToTheSafeSide() {
    Policy policy = new Policy("api", 60, Duration.ofMinutes(1), Counting.ALL);
    LocalBucket bucket = LocalBucket.of(policy, 0);
    bucket.take(0);

    Standing standing = Standing.of(policy, bucket, 1, 1);

    assertEquals(Duration.ofSeconds(1), standing.resetAfter());
    assertEquals(Duration.ofNanos(1_000), standing.retryAfter());
    assertFalse(standing.allowed());
  }

  @Test
  void severalThreads_getNoMoreThanThereIs() {
    LocalBucket bucket = LocalBucket.ofRate(1, 1_000, 0);

    long taken = IntStream.range(0, 20_000).parallel().filter(i -> bucket.take(0) == 0).count();

    assertEquals(1_000, taken);
  }
}
