package dev.parley.gateway.limit;

/**
 * A token bucket: as much as a burst at once, and no more than a rate in the long run. Times are
 * those of {@code System.nanoTime()}. Not thread-safe.
 */
final class Bucket {

  private static final long SECOND = 1_000_000_000;

  private final long nanosPerToken;
  private final long depth;
  private long fullAt;

  /**
   * @param rate tokens that come back in a second, at least 1
   * @param burst tokens that it holds, at least 1; at first it is full
   */
  Bucket(int rate, int burst, long now) {
    this.nanosPerToken = SECOND / rate;
    this.depth = nanosPerToken * burst;
    this.fullAt = now;
  }

  /** Takes a token; when there is none, returns the nanoseconds until there will be one, else 0. */
  long take(long now) {
    long missing = missing(now);
    long wait = missing + nanosPerToken - depth;
    if (wait > 0) {
      return wait;
    }
    fullAt = now + missing + nanosPerToken;
    return 0;
  }

  boolean isFull(long now) {
    return missing(now) == 0;
  }

  /** Nanoseconds until it is full. */
  private long missing(long now) {
    return Math.max(0, fullAt - now);
  }
}
