package dev.parley.cache.token;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.secret.RedisAnswers;
import dev.parley.cache.secret.Secrets;
import dev.parley.cache.session.Sessions;
import dev.parley.cache.token.RefreshStore.Family;
import dev.parley.cache.token.RefreshStore.Outcome;
import dev.parley.contracts.id.Ids;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Refresh tokens: each is good once, and replaced by its successor. Whoever presents one that was
 * replaced has stolen it, or was stolen from; then the family is revoked, and the session that it
 * is of. Fails with a {@link BadTokenException} for a token that is not good, as {@code
 * unavailable} while Redis has no answer. Safe from any thread.
 */
@Singleton
class RefreshTokens {

  /** A token that was given, and whose it is. */
  record Issued(RefreshToken token, Family family, Instant expiresAt) {}

  private final RefreshStore store;
  private final Sessions sessions;
  private final TokenMeters meters;
  private final Duration leeway;

  @Inject
  RefreshTokens(
      RefreshStore store, Sessions sessions, TokenMeters meters, CacheServiceSettings settings) {
    this(store, sessions, meters, settings.tokens().reuseLeeway());
  }

  /**
   * @param leeway for how long a token that was just replaced gets the same successor again
   */
  RefreshTokens(RefreshStore store, Sessions sessions, TokenMeters meters, Duration leeway) {
    this.store = store;
    this.sessions = sessions;
    this.meters = meters;
    this.leeway = leeway;
  }

  /**
   * The first token of a new family.
   *
   * @param session that it is of, which must live; empty for none
   */
  Uni<Issued> issue(String user, String session, String data, Duration ttl) {
    RefreshToken first = new RefreshToken(Ids.random(), Secrets.random());
    return RedisAnswers.orUnavailable(
        store
            .stamp(user, session)
            .map(stamp -> stamp.orElseThrow(RefreshTokens::noSession))
            .map(stamp -> new Family(user, session, data, stamp, Secrets.random()))
            .chain(
                family ->
                    store
                        .create(first, family, ttl)
                        .map(expiresAt -> new Issued(first, family, expiresAt)))
            .invoke(() -> meters.refresh("issued")),
        BadTokenException.class);
  }

  private static BadTokenException noSession() {
    return new BadTokenException(TokenProblem.UNKNOWN, "there is no such session, or no more");
  }

  /** The successor of a token. */
  Uni<Issued> rotate(String text) {
    return RefreshToken.parse(text)
        .map(this::rotate)
        .orElseGet(() -> Uni.createFrom().failure(BadTokenException.unknown()))
        .onFailure(BadTokenException.class)
        .invoke(bad -> meters.refresh(((BadTokenException) bad).problem().outcome()));
  }

  private Uni<Issued> rotate(RefreshToken token) {
    return RedisAnswers.orUnavailable(
        store
            .find(token.family())
            .map(found -> found.orElseThrow(BadTokenException::unknown))
            .chain(family -> family.isReused() ? reused(token, family) : rotate(token, family)),
        BadTokenException.class);
  }

  private Uni<Issued> rotate(RefreshToken token, Family family) {
    RefreshToken successor = token.successor(family.key());
    return store
        .isGood(family)
        .chain(
            good -> {
              if (!good) {
                throw BadTokenException.unknown();
              }
              return store.rotate(token, successor, leeway);
            })
        .chain(
            rotation -> {
              if (rotation.outcome() == Outcome.REUSED) {
                return reused(token, family);
              }
              if (rotation.outcome() == Outcome.UNKNOWN) {
                throw BadTokenException.unknown();
              }
              meters.refresh(rotation.outcome() == Outcome.ROTATED ? "rotated" : "repeated");
              return Uni.createFrom().item(new Issued(successor, family, rotation.expiresAt()));
            });
  }

  private Uni<Issued> reused(RefreshToken token, Family family) {
    Log.warnf("a token of the refresh family %s was used again: it is revoked", token.family());
    Uni<Integer> ended =
        family.session().isEmpty()
            ? Uni.createFrom().item(0)
            : sessions.endOne(family.user(), family.session());
    return ended.chain(
        done ->
            Uni.createFrom()
                .failure(
                    new BadTokenException(
                        TokenProblem.REUSED,
                        "the token was used before: it and its successors are revoked")));
  }

  /** Revokes the family of a token, if there is one. */
  Uni<Void> revoke(String text) {
    return RefreshToken.parse(text)
        .map(token -> RedisAnswers.orUnavailable(store.revoke(token.family())))
        .orElseGet(() -> Uni.createFrom().voidItem())
        .invoke(() -> meters.refresh("revoked"));
  }

  /** Revokes all of a user that were made up to now. */
  Uni<Void> revokeAll(String user) {
    return RedisAnswers.orUnavailable(store.revokeAll(user))
        .invoke(() -> meters.refresh("revoked"));
  }
}
