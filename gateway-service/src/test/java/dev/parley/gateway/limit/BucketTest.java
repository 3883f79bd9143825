package dev.parley.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {

  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void burst_thenOneByOne(long start) {
    Bucket bucket = new Bucket(10, 3, start);
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
    Bucket bucket = new Bucket(1, 1, 0);
    bucket.take(0);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(bucket.take(i) > 0);
    }

    assertEquals(0, bucket.take(SECOND));
  }

  @Test
  void pause_fillsItAndNoMore() {
    Bucket bucket = new Bucket(10, 3, 0);
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
    Bucket bucket = new Bucket(rate, burst, 0);
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
}
