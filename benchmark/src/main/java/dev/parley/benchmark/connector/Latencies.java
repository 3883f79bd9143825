package dev.parley.benchmark.connector;

import org.HdrHistogram.Histogram;

/**
 * From when something was due until it happened, of those that were due within a window of time,
 * however late they come. Thread-safe.
 */
final class Latencies {

  private static final long MAX_NANOS = 3_600_000_000_000L;

  private final Histogram nanos = new Histogram(MAX_NANOS, 3);
  private long from;
  private long to;
  private boolean begun;
  private boolean ended;

  synchronized void begin(long at) {
    from = at;
    begun = true;
  }

  synchronized void end(long at) {
    to = at;
    ended = true;
  }

  synchronized void happened(long due, long now) {
    if (begun && due - from >= 0 && !(ended && due - to >= 0)) {
      nanos.recordValue(Math.min(Math.max(0, now - due), MAX_NANOS));
    }
  }

  /** So far; null when there are none. */
  synchronized Percentiles percentiles() {
    return nanos.getTotalCount() == 0
        ? null
        : new Percentiles(
            nanos.getTotalCount(), micros(50), micros(95), micros(99), nanos.getMaxValue() / 1e3);
  }

  private double micros(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  /** In microseconds. */
  record Percentiles(long count, double p50, double p95, double p99, double max) {

    String millis() {
      return "%.2f / %.2f / %.2f / %.2f".formatted(p50 / 1e3, p95 / 1e3, p99 / 1e3, max / 1e3);
    }
  }
}
