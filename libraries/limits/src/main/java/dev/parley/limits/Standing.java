package dev.parley.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How a subject stands with a limit.
 *
 * @param allowed whether what was asked for is, or was, there
 * @param remaining units that are there
 * @param nextAfter until one more is there; zero when all are
 * @param resetAfter until all are there
 * @param retryAfter until what was asked for is there; zero when it is, or was. When it was owed or
 *     given back: until there is no debt
 */
public record Standing(
    Policy policy,
    boolean allowed,
    long remaining,
    Duration nextAfter,
    Duration resetAfter,
    Duration retryAfter) {

  /**
   * By what the algorithm knows.
   *
   * @param missing microseconds until the limit is full
   * @param wait microseconds until what was asked for is there
   */
  static Standing of(Policy policy, long missing, long wait) {
    long unit = policy.unitMicros();
    long there = policy.fullMicros() - missing;
    long remaining = Math.max(0, there / unit);
    return new Standing(
        policy,
        wait == 0,
        remaining,
        micros(missing == 0 ? 0 : (remaining + 1) * unit - there),
        micros(missing),
        micros(wait));
  }

  /** Of a limit in memory, which counts nanoseconds. */
  public static Standing of(Policy policy, LocalBucket bucket, long wait, long now) {
    return of(policy, roundedUp(bucket.missing(now)), roundedUp(wait));
  }

  private static long roundedUp(long nanos) {
    return (nanos + 999) / 1_000;
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
