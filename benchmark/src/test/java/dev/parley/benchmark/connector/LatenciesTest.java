package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Latencies latencies = new Latencies();

  @Test
  void percentiles_ofOneToAHundred_areThose() {
    latencies.begin(0);
    for (int i = 1; i <= 100; i++) {
      latencies.happened(1000, 1000 + i * MILLI);
    }
    Latencies.Percentiles percentiles = latencies.percentiles();
    assertEquals(100, percentiles.count());
    assertEquals(50_000, percentiles.p50(), 100);
    assertEquals(95_000, percentiles.p95(), 200);
    assertEquals(99_000, percentiles.p99(), 200);
    assertEquals(100_000, percentiles.max(), 200);
  }

  @Test
  void latency_ofAStall_countsForAllThatWereDueMeanwhile() {
    latencies.begin(0);
    // Nothing moves for 100 ms, while one entry every 10 ms was due.
    for (int i = 0; i < 10; i++) {
      latencies.happened(i * 10 * MILLI, 100 * MILLI);
    }
    assertEquals(50_000, latencies.percentiles().p50(), 11_000);
    assertEquals(100_000, latencies.percentiles().max(), 200);
  }

  @Test
  void latency_ofWhatWasDueOutsideTheTime_isNotCounted() {
    latencies.happened(5, 6);
    latencies.begin(10);
    latencies.happened(9, 100);
    latencies.happened(10, 100);
    latencies.end(20);
    latencies.happened(20, 100);
    assertEquals(1, latencies.percentiles().count());
  }

  @Test
  void latency_ofWhatWasDueInTimeAndCameAfterIt_isCounted() {
    latencies.begin(10);
    latencies.end(20);
    latencies.happened(19, 19 + 500 * MILLI);
    assertEquals(500_000, latencies.percentiles().max(), 1_000);
  }

  @Test
  void latency_acrossTheOverflowOfTheClock_isRight() {
    latencies.begin(Long.MAX_VALUE - 10);
    latencies.happened(Long.MAX_VALUE, Long.MIN_VALUE + MILLI);
    assertEquals(1_000, latencies.percentiles().max(), 2);
  }

  @Test
  void percentiles_asText_areInMilliseconds() {
    assertEquals(
        "0.05 / 1.50 / 20.00 / 3000.00",
        new Latencies.Percentiles(9, 50, 1_500, 20_000, 3_000_000).millis());
  }

  @Test
  void percentiles_ofNothing_areNone() {
    latencies.begin(0);
    assertNull(latencies.percentiles());
  }
}
