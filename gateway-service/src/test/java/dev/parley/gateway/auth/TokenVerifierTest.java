package dev.parley.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.session.Identity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a good token; which tokens are good is tested with their rules. */
class TokenVerifierTest {

  private static final long EXPIRY = 2_000_000_000;

  @Test
  void identity_isTheSubjectUntilTheTokenIsGoodNoMore() {
    assertEquals(
        Optional.of(new Identity("ann@example.org", Instant.ofEpochSecond(EXPIRY + 10))),
        TokenVerifier.identity(claims("ann@example.org"), Duration.ofSeconds(10)));
  }

  @Test
  void identity_hasWhenTheTokenWasMade() {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("ann");
    claims.setExpirationTime(NumericDate.fromSeconds(EXPIRY));
    claims.setIssuedAt(NumericDate.fromSeconds(EXPIRY - 60));

    Identity identity =
        TokenVerifier.identity(new DefaultJWTCallerPrincipal(claims), Duration.ZERO).orElseThrow();
    assertEquals(Instant.ofEpochSecond(EXPIRY - 60), identity.issuedAt());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"has space", "naïve", "a/b", "new\nline"})
  void identity_isNoneWithoutAUserId(String subject) {
    assertEquals(Optional.empty(), TokenVerifier.identity(claims(subject), Duration.ZERO));
  }

  @Test
  void identity_isNoneWithTooLongASubject() {
    assertEquals(Optional.empty(), TokenVerifier.identity(claims("x".repeat(129)), Duration.ZERO));
  }

  @Test
  void identity_hasTheSession() {
    assertEquals(Optional.of("a-1:b.c"), session("a-1:b.c").map(Identity::sessionId));
    assertEquals(Optional.of(""), session("").map(Identity::sessionId));
  }

  /** One that could not be named when it is to be revoked. */
  @Test
  void identity_isNoneWithASessionThatIsNoId() {
    assertEquals(Optional.empty(), session("x".repeat(129)));
    assertEquals(Optional.empty(), session("a b"));
    assertEquals(Optional.empty(), session("a\u0000"));
    assertEquals(Optional.empty(), session(7));
    assertEquals(Optional.empty(), session(List.of("a")));
  }

  private static Optional<Identity> session(Object id) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("ann");
    claims.setExpirationTime(NumericDate.fromSeconds(EXPIRY));
    claims.setClaim("sid", id);
    return TokenVerifier.identity(new DefaultJWTCallerPrincipal(claims), Duration.ZERO);
  }

  private static DefaultJWTCallerPrincipal claims(String subject) {
    JwtClaims claims = new JwtClaims();
    if (subject != null) {
      claims.setSubject(subject);
    }
    claims.setExpirationTime(NumericDate.fromSeconds(EXPIRY));
    return new DefaultJWTCallerPrincipal(claims);
  }
}
