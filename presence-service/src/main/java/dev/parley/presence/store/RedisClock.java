package dev.parley.presence.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The Redis server's time, which all replicas have in common: asked for every {@value
 * #MAX_AGE_SECONDS} s, and counted on from there by a clock that nobody sets. It is behind the
 * server by less than a round trip, and goes back only where somebody has set the server's clock.
 * Safe from any thread.
 */
@Singleton
public final class RedisClock {

  static final long MAX_AGE_SECONDS = 10;

  private static final long MAX_AGE = Duration.ofSeconds(MAX_AGE_SECONDS).toNanos();

  /** Milliseconds that are no matter of round trips. */
  private static final long STEP = 1_000;

  /**
   * What Redis has said.
   *
   * @param millis its time
   * @param at when that came, by the local clock
   */
  private record Seen(long millis, long at) {}

  private final Redis redis;
  private final LongSupplier nanos;
  private volatile Seen seen;
  private long last;

  @Inject
  public RedisClock(Redis redis) {
    this(redis, System::nanoTime);
  }

  RedisClock(Redis redis, LongSupplier nanos) {
    this.redis = redis;
    this.nanos = nanos;
  }

  /** Milliseconds since 1970; fails when Redis has to be asked and cannot be reached. */
  public Uni<Long> now() {
    return Uni.createFrom()
        .deferred(
            () -> {
              Seen known = seen;
              return known != null && nanos.getAsLong() - known.at() < MAX_AGE
                  ? Uni.createFrom().item(count(known))
                  : ask();
            });
  }

  private Uni<Long> ask() {
    return redis
        .send(Request.cmd(Command.TIME))
        .map(
            time -> {
              Seen now = new Seen(millis(time), nanos.getAsLong());
              seen = now;
              return count(now);
            });
  }

  private synchronized long count(Seen known) {
    long now = known.millis() + (nanos.getAsLong() - known.at()) / 1_000_000;
    if (now > last || last - now > STEP) {
      last = now;
    }
    return last;
  }

  private static long millis(Response time) {
    return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
  }
}
