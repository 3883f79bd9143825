package dev.parley.cache.token;

import dev.parley.cache.secret.RedisAnswers;
import dev.parley.cache.secret.Secrets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens and codes that prove something once. Fails with a {@link BadTokenException} for one that
 * is not good, as {@code unavailable} while Redis has no answer. Safe from any thread.
 */
@Singleton
class OneTimeTokens {

  /**
   * One to be made.
   *
   * @param data empty for none
   */
  record Wanted(String purpose, String subject, String data, Duration ttl) {}

  /** What was made: the token or code itself is told this once. */
  record Issued(String secret, Instant expiresAt) {}

  private final OneTimeStore store;
  private final TokenMeters meters;

  @Inject
  OneTimeTokens(OneTimeStore store, TokenMeters meters) {
    this.store = store;
    this.meters = meters;
  }

  /**
   * A new token.
   *
   * @param alone whether those that the subject has for the purpose are revoked
   */
  Uni<Issued> issue(Wanted wanted, boolean alone) {
    String secret = Secrets.random();
    return issued(
        secret,
        store.create(
            secret, wanted.purpose(), wanted.subject(), wanted.data(), wanted.ttl(), alone));
  }

  /**
   * A new code, in place of an older one.
   *
   * @param alone whether tokens that the subject has for the purpose are revoked, too
   */
  Uni<Issued> issueCode(Wanted wanted, int digits, int attempts, boolean alone) {
    String code = Secrets.digits(digits);
    Uni<?> before =
        alone ? store.revoke(wanted.purpose(), wanted.subject()) : Uni.createFrom().nullItem();
    return issued(
        code,
        before.chain(
            () ->
                store.createCode(
                    code,
                    wanted.purpose(),
                    wanted.subject(),
                    wanted.data(),
                    wanted.ttl(),
                    attempts)));
  }

  private Uni<Issued> issued(String secret, Uni<Instant> expiry) {
    return RedisAnswers.orUnavailable(expiry)
        .map(expiresAt -> new Issued(secret, expiresAt))
        .invoke(() -> meters.oneTime("issued"));
  }

  /**
   * What a token is about.
   *
   * @param take whether that is the one time
   */
  Uni<OneTime> use(String token, String purpose, boolean take) {
    Uni<Optional<OneTime>> found =
        !Secrets.isSecret(token)
            ? Uni.createFrom().item(Optional.empty())
            : take ? store.take(token, purpose) : store.peek(token, purpose);
    return counted(
        RedisAnswers.orUnavailable(found).map(good -> good.orElseThrow(BadTokenException::unknown)),
        take);
  }

  /**
   * What a code is about. A wrong one costs an attempt, also where it is not to be taken.
   *
   * @param take whether that is the one time
   */
  Uni<OneTime> useCode(String code, String purpose, String subject, boolean take) {
    return counted(
        RedisAnswers.orUnavailable(store.tryCode(code, purpose, subject, take))
            .map(trial -> good(trial, purpose, subject)),
        take);
  }

  private static OneTime good(CodeTrial trial, String purpose, String subject) {
    return switch (trial.outcome()) {
      case GOOD -> new OneTime(purpose, subject, trial.data(), trial.expiresAt());
      case WRONG ->
          throw new BadTokenException(
              TokenProblem.WRONG_CODE,
              "the code is wrong, attempts that are left: " + Math.max(0, trial.left()));
      case UNKNOWN, OTHER -> throw BadTokenException.unknown();
    };
  }

  private Uni<OneTime> counted(Uni<OneTime> use, boolean take) {
    return use.invoke(() -> meters.oneTime(take ? "consumed" : "peeked"))
        .onFailure(BadTokenException.class)
        .invoke(bad -> meters.oneTime(((BadTokenException) bad).problem().outcome()));
  }

  /** Revokes all tokens, and the code, that a subject has for a purpose. */
  Uni<Void> revoke(String purpose, String subject) {
    return RedisAnswers.orUnavailable(store.revoke(purpose, subject))
        .invoke(() -> meters.oneTime("revoked"))
        .replaceWithVoid();
  }
}
