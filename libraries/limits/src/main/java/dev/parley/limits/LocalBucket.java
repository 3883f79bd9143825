package dev.parley.limits;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A limit in the memory of this process, by GCRA: as much as a burst at once, and no more than a
 * rate in the long run. Times are those of {@code System.nanoTime()}. Safe from any thread; waits
 * for nobody.
 */
public final class LocalBucket {

  private static final long SECOND = 1_000_000_000;

  private static final AtomicLongFieldUpdater<LocalBucket> FULL_AT =
      AtomicLongFieldUpdater.newUpdater(LocalBucket.class, "fullAt");

  private final long unit;
  private final long full;

  /** When all of it is there again. */
  private volatile long fullAt;

  /**
   * @param unit nanoseconds in which a unit comes back, at least 1
   * @param burst units that it holds, at least 1; at first it is full
   */
  private LocalBucket(long unit, long burst, long now) {
    this.unit = unit;
    this.full = unit * burst;
    this.fullAt = now;
  }

  /**
   * A bucket.
   *
   * @param rate units that come back in a second, 1 to 1,000,000,000
   * @param burst units that it holds, at least 1; at first it is full
   */
  public static LocalBucket ofRate(int rate, int burst, long now) {
    return new LocalBucket(SECOND / rate, burst, now);
  }

  /** A bucket that holds a policy's quota, and is full at first. */
  public static LocalBucket of(Policy policy, long now) {
    return new LocalBucket(policy.unitMicros() * 1_000, policy.quota(), now);
  }

  /** Takes a unit; when there is none, returns the nanoseconds until there will be one, else 0. */
  public long take(long now) {
    while (true) {
      long before = fullAt;
      long missing = Math.max(0, before - now);
      long wait = missing + unit - full;
      if (wait > 0) {
        return wait;
      }
      if (FULL_AT.compareAndSet(this, before, now + missing + unit)) {
        return 0;
      }
    }
  }

  /** Nanoseconds until it is full. */
  public long missing(long now) {
    return Math.max(0, fullAt - now);
  }

  /** Whether nothing is missing. */
  public boolean isFull(long now) {
    return missing(now) == 0;
  }
}
