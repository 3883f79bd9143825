package dev.parley.gateway.auth;

import dev.parley.contracts.command.Check;
import dev.parley.gateway.session.Identity;
import dev.parley.tokens.TokenCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Verifies tokens: what the {@linkplain TokenCheck rules} of all services allow, with a subject
 * that is a user id and, if any, a {@code sid} that is a session id. Safe from any thread.
 */
@Singleton
public final class TokenVerifier {

  /** The claim that names the session at who has issued the token. */
  private static final String SESSION = "sid";

  private final TokenCheck tokens;

  @Inject
  TokenVerifier(TokenCheck tokens) {
    this.tokens = tokens;
  }

  /**
   * Who the token says its bearer is; empty when it is not to be believed, for whatever reason. At
   * once and on the caller's thread, but for a token that names a key that is not known: see {@link
   * TokenCheck#verify}.
   */
  public Uni<Optional<Identity>> verify(String token) {
    return tokens
        .verify(token)
        .map(claims -> claims.flatMap(good -> identity(good, tokens.clockSkew())));
  }

  /**
   * @param skew how long after its expiry the token is good still, and so the connection
   */
  static Optional<Identity> identity(JsonWebToken claims, Duration skew) {
    Object session = claims.containsClaim(SESSION) ? claims.getClaim(SESSION) : "";
    if (!Check.isUserId(claims.getSubject()) || !isSession(session)) {
      return Optional.empty();
    }
    Instant expiry = Instant.ofEpochSecond(claims.getExpirationTime()).plus(skew);
    return Optional.of(
        new Identity(
            claims.getSubject(), (String) session, time(claims.getIssuedAtTime()), expiry));
  }

  /** A token without it has 0. */
  private static Instant time(long claim) {
    return claim == 0 ? null : Instant.ofEpochSecond(claim);
  }

  private static boolean isSession(Object claim) {
    return claim instanceof String id && (id.isEmpty() || Identity.isSessionId(id));
  }
}
