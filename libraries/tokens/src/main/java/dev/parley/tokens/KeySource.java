package dev.parley.tokens;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.jose4j.http.Get;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Where the keys are that tokens are signed with: a file or a URL with one public key in PEM, one
 * JWK or a JWK set (RFC 7517).
 *
 * @param location path, or URL ({@code https}, {@code http}, {@code file}, {@code classpath})
 */
record KeySource(String location) {

  /** The algorithms that tokens may be signed with. */
  static final List<SignatureAlgorithm> ALGORITHMS =
      List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA);

  private static final int MIN_RSA_BITS = 2048;

  /** How long a server may take to be connected to, and how long to say anything. */
  private static final int TIMEOUT_MILLIS = 3_000;

  /** Bytes of what a server may answer with. */
  private static final int MAX_BYTES = 256 * 1024;

  /**
   * Reads the keys: those that one of {@link #ALGORITHMS} is for. Others of a set are passed over.
   * Blocks.
   *
   * @return at least one
   * @throws IOException naming what is wrong
   */
  List<JsonWebKey> read() throws IOException {
    String text = text();
    List<JsonWebKey> good =
        (text.stripLeading().startsWith("{") ? jwks(text) : List.of(pem(text)))
            .stream().filter(KeySource::isUsable).toList();
    if (good.isEmpty()) {
      throw new IOException(
          "has no public key that is RSA ("
              + MIN_RSA_BITS
              + " bits at least), EC P-256 or Ed25519");
    }
    return good;
  }

  private String text() throws IOException {
    try {
      return location.startsWith("http://") || location.startsWith("https://")
          ? get()
          : KeyUtils.readKeyContent(location);
    } catch (IOException | RuntimeException e) {
      throw new IOException("names nothing that can be read", e);
    }
  }

  private String get() throws IOException {
    Get request = new Get();
    request.setConnectTimeout(TIMEOUT_MILLIS);
    request.setReadTimeout(TIMEOUT_MILLIS);
    request.setResponseBodySizeLimit(MAX_BYTES);
    request.setRetries(0);
    return request.get(location).getBody();
  }

  private static List<JsonWebKey> jwks(String json) throws IOException {
    try {
      Map<String, Object> members = JsonUtil.parseJson(json);
      return members.containsKey(JsonWebKeySet.JWK_SET_MEMBER_NAME)
          ? new JsonWebKeySet(json).getJsonWebKeys()
          : List.of(JsonWebKey.Factory.newJwk(members));
    } catch (JoseException | RuntimeException e) {
      throw new IOException("names something that is neither a JWK nor a JWK set", e);
    }
  }

  private static JsonWebKey pem(String pem) throws IOException {
    for (SignatureAlgorithm algorithm : ALGORITHMS) {
      try {
        return JsonWebKey.Factory.newJwk(KeyUtils.decodePublicKey(pem, algorithm));
      } catch (GeneralSecurityException | JoseException | RuntimeException notOfThisKind) {
        // The next kind, if there is one.
      }
    }
    throw new IOException("names something that is no RSA, EC or Ed25519 public key in PEM");
  }

  /** Whether it is for signatures with one of the algorithms, and for no other algorithm. */
  private static boolean isUsable(JsonWebKey key) {
    SignatureAlgorithm algorithm = algorithm(key);
    return algorithm != null
        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm.getAlgorithm()))
        && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE));
  }

  /** The one algorithm of that kind of key; null for none. */
  private static SignatureAlgorithm algorithm(JsonWebKey key) {
    if (key instanceof RsaJsonWebKey rsa) {
      return rsa.getRsaPublicKey().getModulus().bitLength() >= MIN_RSA_BITS
          ? SignatureAlgorithm.RS256
          : null;
    }
    if (key instanceof EllipticCurveJsonWebKey ec) {
      return ec.getCurveName().equals(EllipticCurves.P_256) ? SignatureAlgorithm.ES256 : null;
    }
    return key instanceof OctetKeyPairJsonWebKey okp
            && okp.getSubtype().equals(OctetKeyPairJsonWebKey.SUBTYPE_ED25519)
        ? SignatureAlgorithm.EDDSA
        : null;
  }
}
