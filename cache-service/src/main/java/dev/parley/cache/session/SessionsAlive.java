package dev.parley.cache.session;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * About how many sessions live: those that were used in this period and the one before, each as
 * long as an idle time, over all replicas. A HyperLogLog per period counts them to about 1 %; every
 * ten seconds a replica adds those that it has seen used, in one pipeline, and asks for the count.
 * Sessions that were revoked count until their period is over. Safe from any thread.
 */
@Singleton
final class SessionsAlive {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Sessions remembered between two rounds; others are missed in the count. */
  private static final int MAX_SEEN = 100_000;

  /** Sessions of a command, so that none holds up Redis. */
  private static final int AT_ONCE = 1_000;

  private final Redis redis;
  private final RedisKeys keys;
  private final long period;
  private final LongSupplier millis;
  private final Rounds rounds;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile long estimate;

  @Inject
  SessionsAlive(Redis redis, RedisKeys keys, CacheServiceSettings settings, Vertx vertx) {
    this(redis, keys, settings.sessions().idle(), vertx, System::currentTimeMillis);
  }

  SessionsAlive(Redis redis, RedisKeys keys, Duration period, Vertx vertx, LongSupplier millis) {
    this.redis = redis;
    this.keys = keys;
    this.period = period.toMillis();
    this.millis = millis;
    this.rounds = new Rounds("the count of sessions", vertx, this::round);
  }

  void begin(@Observes StartupEvent starting) {
    rounds.begin(INTERVAL);
  }

  void end(@Observes ShutdownEvent stopping) {
    rounds.end();
  }

  /** A session was made or used. */
  void used(String sessionId) {
    if (seen.size() < MAX_SEEN) {
      seen.add(sessionId);
    }
  }

  /** As of the last round. */
  long estimate() {
    return estimate;
  }

  /** Adds what was seen, and counts. What cannot be added is tried again. */
  Uni<Void> round() {
    long now = millis.getAsLong() / period;
    List<String> adding = List.copyOf(seen);
    return add(keys.sessionsUsed(now), adding)
        .chain(() -> count(now))
        .invoke(
            count -> {
              adding.forEach(seen::remove);
              estimate = count;
            })
        .replaceWithVoid();
  }

  private Uni<Void> add(String key, List<String> sessions) {
    if (sessions.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Request> steps = new ArrayList<>();
    for (int from = 0; from < sessions.size(); from += AT_ONCE) {
      Request add = Request.cmd(Command.PFADD).arg(key);
      sessions.subList(from, Math.min(sessions.size(), from + AT_ONCE)).forEach(add::arg);
      steps.add(add);
    }
    steps.add(Request.cmd(Command.PEXPIRE).arg(key).arg(2 * period));
    return redis.batch(steps).replaceWithVoid();
  }

  private Uni<Long> count(long now) {
    return redis
        .send(
            Request.cmd(Command.PFCOUNT)
                .arg(keys.sessionsUsed(now))
                .arg(keys.sessionsUsed(now - 1)))
        .map(count -> count.toLong());
  }
}
