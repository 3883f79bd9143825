package dev.parley.gateway.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many requests a caller may make of one service: a token bucket for each. It holds a window's
 * quota and fills evenly, so a caller who waits gets on before the window is over. Counted on this
 * node alone. Of more callers than there is room for those are forgotten that are likely to be
 * gone; they begin with a full bucket then. Safe from any thread; waits for nobody.
 */
final class RateLimits {

  /** Callers that are remembered; each takes about 200 bytes. */
  static final int MAX_CALLERS = 100_000;

  private record Caller(String service, String policy, String who) {}

  /**
   * How a caller stands after a request.
   *
   * @param policy what it is counted by
   * @param quota requests in a window
   * @param windowSeconds length of the window
   * @param remaining requests that would be taken now
   * @param resetSeconds until the whole quota is there again
   * @param retrySeconds until the next request would be taken; 0 when this one was
   */
  record Standing(
      String policy,
      long quota,
      long windowSeconds,
      long remaining,
      long resetSeconds,
      long retrySeconds) {

    boolean isAllowed() {
      return retrySeconds == 0;
    }

    /** The header {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers-11. */
    String policyHeader() {
      return "\"" + policy + "\";q=" + quota + ";w=" + windowSeconds;
    }

    /** The header {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-11. */
    String header() {
      return "\"" + policy + "\";r=" + remaining + ";t=" + resetSeconds;
    }
  }

  /** By caller, the time at which its bucket is full. */
  private final Cache<Caller, AtomicLong> fullAt;

  private final long window;
  private final LongSupplier nanoTime;

  RateLimits(Duration window, LongSupplier nanoTime) {
    this.window = window.toNanos();
    this.nanoTime = nanoTime;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(MAX_CALLERS)
            .expireAfterAccess(window)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * Counts a request.
   *
   * @param policy what the caller is counted by, such as {@code user}
   * @param quota requests in a window
   */
  Standing take(String service, String policy, String who, int quota) {
    long now = nanoTime.getAsLong();
    long each = Math.max(1, window / quota);
    AtomicLong bucket = fullAt.get(new Caller(service, policy, who), caller -> new AtomicLong(now));
    while (true) {
      long full = bucket.get();
      long missing = Math.max(0, full - now);
      long wait = missing + each - each * quota;
      if (wait > 0) {
        return standing(policy, quota, each, missing, wait);
      }
      if (bucket.compareAndSet(full, now + missing + each)) {
        return standing(policy, quota, each, missing + each, 0);
      }
    }
  }

  private Standing standing(String policy, int quota, long each, long missing, long wait) {
    return new Standing(
        policy,
        quota,
        Math.max(1, seconds(window)),
        (each * quota - missing) / each,
        seconds(missing),
        seconds(wait));
  }

  /** Rounded up: who waits so long has waited long enough. */
  private static long seconds(long nanos) {
    return (nanos + 999_999_999) / 1_000_000_000;
  }
}
