package dev.parley.benchmark.connector;

import java.util.concurrent.TimeUnit;

/**
 * Fixed times, so many a second, however late one comes to keep them: what is late is due at once,
 * and its latency counts from when it was due. Times are those of {@link System#nanoTime}.
 */
final class Schedule {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long start;
  private final int perSecond;
  private long taken;

  Schedule(long start, int perSecond) {
    this.start = start;
    this.perSecond = perSecond;
  }

  /** When the next one is due. */
  long due() {
    // By whole seconds first: a day's worth of nanoseconds times the rate would overflow.
    return start + taken / perSecond * SECOND + taken % perSecond * SECOND / perSecond;
  }

  boolean isDue(long now) {
    return due() - now <= 0;
  }

  /** The next one was sent. */
  void take() {
    taken++;
  }
}
