package dev.parley.cache.session;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.Downlink;
import dev.parley.routing.InboxAppender;
import dev.parley.routing.RouteTable;
import dev.parley.service.testing.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Duration;

/** Sessions put together without a service around them. */
public final class SessionParts {

  static final int MAX = 5;

  private static final Duration HOUR = Duration.ofHours(1);

  private SessionParts() {}

  /** Sessions as a replica has them, of a standalone Redis. */
  public static Sessions sessions(
      Redis redis, RedisKeys keys, Vertx vertx, InboxAppender inboxes, MeterRegistry meters) {
    SessionsAlive alive = new SessionsAlive(redis, keys, HOUR, vertx, System::currentTimeMillis);
    return new Sessions(
        new SessionStore(redis, keys, false, MAX, HOUR),
        new Downlink(new RouteTable(redis, keys, false), inboxes),
        new SessionMeters(meters, alive),
        alive);
  }

  /** The id of a new session. */
  public static String signIn(Sessions sessions, String user, String hash) {
    return Await.result(
            sessions.create(new NewSession(Ids.random(), user, hash, "", "", "", HOUR, HOUR)))
        .sessionId();
  }

  /** How many sessions live. */
  public static int count(Sessions sessions, String user) {
    return Await.result(sessions.list(user)).size();
  }
}
