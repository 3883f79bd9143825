package dev.parley.service.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
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

/** Tokens that the service under test takes, once it has been given {@link #publicKeyLocation}. */
public final class Tokens {

  /** Who issues them. */
  public static final String ISSUER = "https://id.example";

  /** Hands the private key to tests, which are in another class loader than their resources. */
  private static final String PRIVATE_KEY = "test.private-key";

  private static final Duration VALIDITY = Duration.ofMinutes(10);

  private Tokens() {}

  /** Makes the key pair that signs from now on; the file of the public one, as PEM. */
  public static String publicKeyLocation() {
    try {
      KeyPair keys = KeyUtils.generateKeyPair(2048);
      System.setProperty(
          PRIVATE_KEY, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
      return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file of the private one, as PEM. */
  public static String privateKeyLocation() {
    return pem("PRIVATE KEY", privateKey().getEncoded());
  }

  /** A token of that user with these roles. */
  public static String of(String user, String... roles) {
    return of(ISSUER, user, VALIDITY, roles);
  }

  /** One with another time to go; a negative one has expired. */
  public static String of(String user, Duration validity) {
    return of(ISSUER, user, validity);
  }

  /** One of another issuer. */
  public static String of(String issuer, String user, Duration validity, String... roles) {
    return claims(issuer, user, validity).groups(Set.of(roles)).sign(privateKey());
  }

  /** One with the id of a session, {@code sid}. */
  public static String ofSession(String user, Duration validity, String session) {
    return claims(ISSUER, user, validity).claim("sid", session).sign(privateKey());
  }

  /** The same, issued now. */
  public static String issuedNow(String user, Duration validity, String session) {
    return claims(ISSUER, user, validity)
        .claim("sid", session)
        .issuedAt(Instant.now())
        .sign(privateKey());
  }

  /** An expired token is wrong in nothing else: it was issued before it expired. */
  private static JwtClaimsBuilder claims(String issuer, String user, Duration validity) {
    Instant now = Instant.now();
    Instant end = now.plus(validity);
    return Jwt.issuer(issuer)
        .subject(user)
        .issuedAt((end.isBefore(now) ? end : now).minusSeconds(60))
        .expiresAt(end);
  }

  private static PrivateKey privateKey() {
    byte[] encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] key) {
    try {
      Path file = Files.createTempFile("parley-test", ".pem");
      file.toFile().deleteOnExit();
      String body = Base64.getMimeEncoder().encodeToString(key);
      Files.writeString(
          file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
      return file.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
