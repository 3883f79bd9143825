package dev.parley.cache.token;

import dev.parley.cache.session.SessionStore;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RevokedTokens;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Families of refresh tokens in Redis: one value each, with the hash of the newest token. What
 * concerns all of a user, the living session and whether all were revoked, is in the user's slot.
 *
 * <p>Everything fails when Redis cannot be reached. Safe from any thread.
 */
@Singleton
class RefreshStore {

  /** How long it is remembered that all of a user were revoked: longer than any token lives. */
  static final Duration REMEMBER = Duration.ofDays(366);

  /** No purpose of a one-time token is called so. */
  private static final String KIND = "_refresh";

  private static final String TOKENS = "token-functions.lua";
  private static final Script GATE =
      Script.load(
          RefreshStore.class,
          RevokedTokens.FUNCTIONS,
          SessionStore.FUNCTIONS,
          TOKENS,
          "refresh-gate.lua");
  private static final Script CREATE =
      Script.load(RefreshStore.class, RevokedTokens.FUNCTIONS, "refresh-create.lua");
  private static final Script ROTATE =
      Script.load(RefreshStore.class, RevokedTokens.FUNCTIONS, "refresh-rotate.lua");
  private static final Script REVOKE =
      Script.load(RefreshStore.class, RevokedTokens.FUNCTIONS, TOKENS, "tokens-revoke.lua");

  /**
   * What a family is about.
   *
   * @param session empty for none
   * @param data empty for none
   * @param stamp when it was made, by the clock of the user's slot
   * @param key with which successors are made; null in one that was revoked
   */
  record Family(String user, String session, String data, long stamp, String key) {

    boolean isReused() {
      return key == null;
    }
  }

  /** What became of a rotation. */
  enum Outcome {
    UNKNOWN,
    ROTATED,
    REPEATED,
    REUSED
  }

  /**
   * A rotation.
   *
   * @param expiresAt of the successor, if there is one
   */
  record Rotation(Outcome outcome, Instant expiresAt) {}

  private final Redis redis;
  private final RedisKeys keys;

  @Inject
  RefreshStore(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /** A stamp for a family that is to be made; empty when the session does not live. */
  Uni<Optional<Long>> stamp(String user, String session) {
    return gate(user, session, "").map(stamp -> stamp == 0 ? Optional.empty() : Optional.of(stamp));
  }

  /** Whether the session of a family lives, and it was not revoked with all of the user. */
  Uni<Boolean> isGood(Family family) {
    return gate(family.user(), family.session(), family.stamp()).map(stamp -> stamp != 0);
  }

  private Uni<Long> gate(String user, String session, Object stamp) {
    return GATE.run(
            redis,
            List.of(keys.sessions(user), keys.tokensRevoked(KIND, user)),
            List.of(session, stamp))
        .map(Response::toLong);
  }

  /** Makes a family with its first token; when that expires. */
  Uni<Instant> create(RefreshToken first, Family family, Duration ttl) {
    return CREATE
        .run(
            redis,
            List.of(keys.refreshFamily(first.family())),
            List.of(
                first.hash(),
                family.user(),
                family.session(),
                family.data(),
                family.stamp(),
                family.key(),
                ttl.toMillis()))
        .map(expiry -> Instant.ofEpochMilli(expiry.toLong()));
  }

  /** The family of that id, also one that was revoked because a token was reused. */
  Uni<Optional<Family>> find(String family) {
    Request read = Request.cmd(Command.HMGET).arg(keys.refreshFamily(family));
    List.of("user", "session", "data", "stamp", "key").forEach(read::arg);
    return redis.send(read).map(RefreshStore::family);
  }

  private static Optional<Family> family(Response fields) {
    if (fields.get(0) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Family(
            fields.get(0).toString(),
            fields.get(1).toString(),
            fields.get(2) == null ? "" : fields.get(2).toString(),
            fields.get(3).toLong(),
            fields.get(4) == null ? null : fields.get(4).toString()));
  }

  /**
   * Replaces a token by its successor, if it is the newest of its family.
   *
   * @param leeway for how long one that was just replaced gets the same again
   */
  Uni<Rotation> rotate(RefreshToken token, RefreshToken successor, Duration leeway) {
    return ROTATE
        .run(
            redis,
            List.of(keys.refreshFamily(token.family())),
            List.of(token.hash(), successor.hash(), leeway.toMillis()))
        .map(
            answer ->
                new Rotation(
                    Outcome.valueOf(answer.get(0).toString().toUpperCase(Locale.ROOT)),
                    Instant.ofEpochMilli(answer.get(1).toLong())));
  }

  /** Removes a family. */
  Uni<Void> revoke(String family) {
    return redis.send(Request.cmd(Command.DEL).arg(keys.refreshFamily(family))).replaceWithVoid();
  }

  /** Revokes all of a user that were made up to now. */
  Uni<Void> revokeAll(String user) {
    return REVOKE
        .run(redis, List.of(keys.tokensRevoked(KIND, user)), List.of(REMEMBER.toMillis()))
        .replaceWithVoid();
  }
}
