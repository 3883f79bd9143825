package dev.parley.gateway.auth;

import dev.parley.contracts.command.Check;
import dev.parley.gateway.session.Identity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Verifies tokens: JWTs (RFC 7519) signed with RS256 or ES256, whichever the key is for, with the
 * configured issuer, an expiry that has not come, an issue time, and a subject that is a user id.
 *
 * <p>Computes only, so it may be called on an event loop. Safe from any thread.
 */
public final class TokenVerifier {

  private final JWTParser parser;

  public TokenVerifier(PublicKey key, String issuer) {
    JWTAuthContextInfo rules = new JWTAuthContextInfo(key, issuer);
    rules.setSignatureAlgorithm(
        Set.of(key instanceof ECPublicKey ? SignatureAlgorithm.ES256 : SignatureAlgorithm.RS256));
    rules.setClockSkew(0);
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
