package dev.parley.gateway.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.limits.LocalBucket;
import dev.parley.limits.Policy;
import dev.parley.limits.Standing;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests a caller may make of one service: a bucket for each. It holds a window's quota
 * and fills evenly, so a caller who waits gets on before the window is over. Counted on this node
 * alone. Of more callers than there is room for those are forgotten that are likely to be gone;
 * they begin with a full bucket then. Safe from any thread; waits for nobody.
 */
final class RateLimits {

  /** Callers that are remembered; each takes about 200 bytes. */
  static final int MAX_CALLERS = 100_000;

  private record Caller(String service, String policy, String who) {}

  private final Cache<Caller, LocalBucket> buckets;
  private final LongSupplier nanoTime;

  /**
   * @param window of the policies: after that a bucket is full again
   */
  RateLimits(Duration window, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.buckets =
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
   */
  Standing take(String service, Policy policy, String who) {
    long now = nanoTime.getAsLong();
    LocalBucket bucket =
        buckets.get(new Caller(service, policy.name(), who), caller -> LocalBucket.of(policy, now));
    return Standing.of(policy, bucket, bucket.take(now), now);
  }
}
