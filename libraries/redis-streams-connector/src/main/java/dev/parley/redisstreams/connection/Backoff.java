package dev.parley.redisstreams.connection;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: doubling from {@value #FIRST_MILLIS} ms to {@value
 * #CAP_MILLIS} ms, each with up to 20 % more or less, so that many clients do not return at once.
 *
 * <p>Not thread-safe.
 */
public final class Backoff {

  private static final long FIRST_MILLIS = 50;
  private static final long CAP_MILLIS = 5_000;
  private static final double JITTER = 0.2;

  private int failures;

  /** Milliseconds to wait after one more failure. */
  public long nextMillis() {
    long plain = Math.min(CAP_MILLIS, FIRST_MILLIS << Math.min(failures++, 20));
    double jitter = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
    return Math.max(1, Math.round(plain * jitter));
  }

  /** Failures since the last success. */
  public int failures() {
    return failures;
  }

  /** Starts over after a success. */
  public void reset() {
    failures = 0;
  }
}
