package dev.parley.gateway.auth;

import dev.parley.contracts.command.Check;
import dev.parley.gateway.session.Identity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Verifies tokens: what the {@linkplain dev.parley.tokens.TokenRules rules} of all services allow,
 * with an issue time, and a subject that is a user id.
 *
 * <p>Computes only, so it may be called on an event loop. Safe from any thread.
 */
@Singleton
public final class TokenVerifier {

  private final JWTParser parser;

  @Inject
  public TokenVerifier(JWTAuthContextInfo rules) {
    this.parser = new DefaultJWTParser(rules, new DefaultJWTCallerPrincipalFactory());
  }

  /** Who the token says its bearer is; empty when it is not to be believed, for whatever reason. */
  public Optional<Identity> verify(String token) {
    try {
      JsonWebToken claims = parser.parse(token);
      return Check.isUserId(claims.getSubject())
          ? Optional.of(
              new Identity(claims.getSubject(), Instant.ofEpochSecond(claims.getExpirationTime())))
          : Optional.empty();
    } catch (ParseException | RuntimeException notToBeBelieved) {
      return Optional.empty();
    }
  }
}
