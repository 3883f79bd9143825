package dev.parley.gateway.limit;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.limits.Counting;
import dev.parley.limits.Decision;
import dev.parley.limits.Policy;
import dev.parley.limits.RateLimiter;
import dev.parley.limits.Take;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A limit per user in Redis, of what may be used in a second: what was used is owed there, and who
 * is in debt is held back until it is paid, ten seconds at most. All users of a call go together.
 * Safe from any thread.
 */
public final class RedisRates implements SharedRates {

  /** Unlike any that operators can name. */
  static final String POLICY = "gateway/requests";

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final RateLimiter limiter;
  private final Policy policy;

  /**
   * @param cluster whether the servers are a Redis Cluster
   * @param rate requests per second of a user
   */
  public RedisRates(Redis redis, RedisKeys keys, boolean cluster, int rate) {
    this.limiter = new RateLimiter(new RedisPipeline(redis, cluster), keys);
    this.policy = new Policy(POLICY, rate, Duration.ofSeconds(1), Counting.ALL);
  }

  @Override
  public Uni<List<Long>> use(Map<String, Integer> used) {
    List<Take> takes =
        used.entrySet().stream()
            .map(user -> Take.of(user.getKey(), policy, user.getValue()))
            .toList();
    return limiter
        .owe(takes)
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .map(decisions -> decisions.stream().map(RedisRates::debt).toList());
  }

  private static long debt(Decision decision) {
    return decision.standings().get(0).retryAfter().toNanos();
  }
}
