package dev.parley.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Signed tokens for users of a local run: JWTs (RFC 7519), RS256, with {@code iss}, {@code sub},
 * {@code iat} and {@code exp}. Safe from any thread.
 */
public final class Tokens {

  /** The {@code iss} of the tokens, and the one that the services accept. */
  public static final String ISSUER = "parley-local";

  /** How long a token is valid unless said otherwise. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_\\-.@+:|]{1,128}");

  private final KeyFiles keys;

  private Tokens(KeyFiles keys) {
    this.keys = keys;
  }

  /** Signed with the key pair of that state directory, which is made if there is none. */
  public static Tokens of(Path stateDirectory) {
    return new Tokens(KeyFiles.in(stateDirectory));
  }

  /** What verifies the tokens: an X.509 public key as PEM. */
  public Path publicKeyFile() {
    return keys.publicKeyFile();
  }

  /** What signs the tokens: a PKCS#8 private key as PEM. */
  Path privateKeyFile() {
    return keys.privateKeyFile();
  }

  /**
   * A token for that user, valid for {@link #LIFETIME}.
   *
   * @param user 1 to 128 letters, digits, or any of {@code _ - . @ + : |}
   */
  public String issue(String user) {
    return issue(user, LIFETIME, List.of());
  }

  /**
   * A token with another lifetime.
   *
   * @param lifetime from now; negative for one that has expired that long ago
   */
  public String issue(String user, Duration lifetime) {
    return issue(user, lifetime, List.of());
  }

  /**
   * The same with roles, such as {@code service}.
   *
   * @param roles the token's {@code groups}; 1 to 128 of the characters of a user id each
   */
  public String issue(String user, Duration lifetime, List<String> roles) {
    if (!USER.matcher(user).matches()) {
      throw new LocalRunException(
          "A user id is 1 to 128 letters, digits, or any of _ - . @ + : |, and this is not one.");
    }
    if (!roles.stream().allMatch(role -> USER.matcher(role).matches())) {
      throw new LocalRunException(
          "A role is 1 to 128 letters, digits, or any of _ - . @ + : |, and this is not one.");
    }
    Instant now = Instant.now();
    Instant end = now.plus(lifetime);
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setSubject(user);
    claims.setIssuedAt(NumericDate.fromSeconds(issuedAt(now, end).getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(end.getEpochSecond()));
    if (!roles.isEmpty()) {
      claims.setStringListClaim("groups", roles);
    }
    return sign(claims);
  }

  /**
   * A token with these claims and no others, for tests of what is refused.
   *
   * @param claims name to value; times are seconds since the epoch
   */
  public String issue(Map<String, ?> claims) {
    JwtClaims all = new JwtClaims();
    claims.forEach(all::setClaim);
    return sign(all);
  }

  /** An expired token must be wrong in nothing else: it was issued before it expired. */
  private static Instant issuedAt(Instant now, Instant end) {
    return end.isAfter(now) ? now : end.minus(LIFETIME);
  }

  private String sign(JwtClaims claims) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setHeader("typ", "JWT");
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    jws.setKey(keys.privateKey());
    jws.setPayload(claims.toJson());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("RS256 with an RSA key cannot fail", e);
    }
  }
}
