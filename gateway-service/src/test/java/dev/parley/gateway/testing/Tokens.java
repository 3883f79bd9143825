package dev.parley.gateway.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens that the gateway under test takes. */
public final class Tokens {

  private Tokens() {}

  public static String of(String user) {
    return of(user, Duration.ofMinutes(10));
  }

  public static String of(String user, Duration validity) {
    return claims(user, validity).sign(key());
  }

  /** The same with the id of a session, {@code sid}. */
  public static String of(String user, Duration validity, String session) {
    return claims(user, validity).claim("sid", session).sign(key());
  }

  /** A token of that user with these roles. */
  public static String withRoles(String user, String... roles) {
    return claims(user, Duration.ofMinutes(10)).groups(Set.of(roles)).sign(key());
  }

  private static JwtClaimsBuilder claims(String user, Duration validity) {
    return Jwt.issuer(GatewayResource.ISSUER)
        .subject(user)
        .issuedAt(Instant.now().minusSeconds(60))
        .expiresAt(Instant.now().plus(validity));
  }

  private static PrivateKey key() {
    String encoded = ConfigProvider.getConfig().getValue(GatewayResource.PRIVATE_KEY, String.class);
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
