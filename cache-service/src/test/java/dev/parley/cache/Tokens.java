package dev.parley.cache;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** Tokens that the service under test takes. */
public final class Tokens {

  public static final String ISSUER = "https://id.example";

  /** Hands the private key to tests, which are in another class loader than {@link Servers}. */
  private static final String PRIVATE_KEY = "test.private-key";

  private Tokens() {}

  /** Makes a key pair; the file of the public one. */
  static String publicKeyLocation() {
    try {
      KeyPair keys = KeyUtils.generateKeyPair(2048);
      System.setProperty(
          PRIVATE_KEY, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
      Path file = Files.createTempFile("presence-service-test", ".pem");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
              + "\n-----END PUBLIC KEY-----\n");
      return file.toString();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token of that user with these roles. */
  public static String of(String user, String... roles) {
    return of(ISSUER, user, Duration.ofMinutes(10), roles);
  }

  /** A token of that user and session ({@code sid}), issued just now. */
  public static String ofSession(String user, String session) {
    return Jwt.issuer(ISSUER)
        .subject(user)
        .claim("sid", session)
        .issuedAt(Instant.now())
        .expiresAt(Instant.now().plus(Duration.ofMinutes(10)))
        .sign(key());
  }

  /** The same of another issuer, or with another time to go. */
  public static String of(String issuer, String user, Duration validity, String... roles) {
    Instant end = Instant.now().plus(validity);
    return Jwt.issuer(issuer)
        .subject(user)
        .groups(Set.of(roles))
        .issuedAt(end.minus(Duration.ofHours(1)))
        .expiresAt(end)
        .sign(key());
  }

  private static PrivateKey key() {
    byte[] encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
