package dev.parley.cache.token;

import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.command.Check;
import java.util.Optional;

/**
 * A refresh token as a client has it, {@code <family>.<secret>}.
 *
 * @param family the id that it has in common with those before and after it
 */
record RefreshToken(String family, String secret) {

  /** What a text says; empty for what can be no token. */
  static Optional<RefreshToken> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String family = text.substring(0, dot);
    String secret = text.substring(dot + 1);
    return Check.isId(family) && Secrets.isSecret(secret)
        ? Optional.of(new RefreshToken(family, secret))
        : Optional.empty();
  }

  /**
   * The one that comes after it. It follows from this one and the family's key, so it can be given
   * again without being kept; neither is enough alone.
   */
  RefreshToken successor(String familyKey) {
    return new RefreshToken(family, Secrets.mac(familyKey, secret));
  }

  String hash() {
    return Secrets.hash(secret);
  }

  /** As the client has it. */
  String text() {
    return family + "." + secret;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RefreshToken[" + family + "]";
  }
}
