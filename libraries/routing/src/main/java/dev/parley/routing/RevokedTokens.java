package dev.parley.routing;

import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Which tokens are good no more although they have not expired: those of a session that was revoked
 * (by their {@code sid}), and all of a user that were issued before some time (by their {@code
 * iat}). A note stays in Redis, one value per user, as long as a token lives at most.
 *
 * <p>Times are seconds in tokens: what was issued in the very second in which all were revoked is
 * still good, or whoever signs in right after that would be locked out. Safe from any thread.
 */
public final class RevokedTokens {

  /** File with the functions of scripts that note what they revoke, see there. */
  public static final String FUNCTIONS = "/dev/parley/routing/revoked-functions.lua";

  /** Longest life of a token that can be noted. */
  public static final Duration MAX_LIFE = Duration.ofDays(366);

  /** Look-ups that may wait: beyond it they fail. */
  static final int MAX_WAITING = 10_000;

  /** Look-ups in a pipeline. */
  private static final int AT_ONCE = 500;

  /** What all tokens up to a time are noted under: no session is named so. */
  private static final String ALL = "all before";

  private static final Script NOTE =
      Script.load(RevokedTokens.class, FUNCTIONS, "revoked-note.lua");

  /** Somebody waits for an answer. */
  private record Lookup(
      String user, String session, Instant issuedAt, UniEmitter<? super Boolean> asker) {}

  private final Redis redis;
  private final RedisKeys keys;
  private final RedisPipeline pipeline;

  private final Queue<Lookup> waiting = new ArrayDeque<>();
  private boolean asking;

  /**
   * @param cluster whether the servers are a Redis Cluster
   */
  public RevokedTokens(Redis redis, RedisKeys keys, boolean cluster) {
    this.redis = redis;
    this.keys = keys;
    this.pipeline = new RedisPipeline(redis, cluster);
  }

  /**
   * Notes that tokens are revoked. Doing it twice is harmless. Fails when Redis cannot be reached.
   *
   * @param session the one whose tokens are; empty for all of the user issued before now
   * @param life how long a token lives at most, up to {@link #MAX_LIFE}
   */
  public Uni<Void> note(String user, String session, Duration life) {
    return NOTE.run(redis, List.of(keys.revoked(user)), List.of(life.toMillis(), session))
        .replaceWithVoid();
  }

  /**
   * Whether a token is noted: one {@code ZMSCORE}, in a pipeline with those that were asked for
   * meanwhile. Fails when Redis cannot be reached, or too many wait.
   *
   * @param session its {@code sid}; empty for none
   * @param issuedAt its {@code iat}; null for none
   */
  public Uni<Boolean> isRevoked(String user, String session, Instant issuedAt) {
    if (session.isEmpty() && issuedAt == null) {
      return Uni.createFrom().item(false);
    }
    return Uni.createFrom().emitter(asker -> enqueue(new Lookup(user, session, issuedAt, asker)));
  }

  private void enqueue(Lookup lookup) {
    boolean full;
    synchronized (this) {
      full = waiting.size() >= MAX_WAITING;
      if (!full) {
        waiting.add(lookup);
      }
    }
    if (full) {
      lookup.asker().fail(new IllegalStateException("too many look-ups of revoked tokens wait"));
    } else {
      askNext();
    }
  }

  private void askNext() {
    List<Lookup> batch = new ArrayList<>();
    synchronized (this) {
      if (asking || waiting.isEmpty()) {
        return;
      }
      asking = true;
      while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
    }
    pipeline
        .send(batch.stream().map(this::request).toList())
        .onTermination()
        .invoke(this::answered)
        .subscribe()
        .with(
            answers -> {
              for (int i = 0; i < batch.size(); i++) {
                batch.get(i).asker().complete(isRevoked(batch.get(i), answers.get(i)));
              }
            },
            failure -> batch.forEach(lookup -> lookup.asker().fail(failure)));
  }

  private void answered() {
    synchronized (this) {
      asking = false;
    }
    askNext();
  }

  private Request request(Lookup lookup) {
    return Request.cmd(Command.ZMSCORE)
        .arg(keys.revoked(lookup.user()))
        .arg(ALL)
        .arg(lookup.session());
  }

  private static boolean isRevoked(Lookup lookup, Response noted) {
    Response before = noted.get(0);
    return (!lookup.session().isEmpty() && noted.get(1) != null)
        || (before != null
            && lookup.issuedAt() != null
            && lookup.issuedAt().getEpochSecond() < before.toLong() / 1000);
  }
}
