package dev.parley.tokens;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Makes keys and tokens, also such as nobody should believe. */
final class Issuer {

  static final String NAME = "https://id.example";

  private Issuer() {}

  static KeyPair rsa() {
    return rsa(2048);
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec() {
    return ec("secp256r1");
  }

  static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The public key as a JWK of that name. */
  static JsonWebKey jwk(String id, KeyPair keys) {
    try {
      JsonWebKey jwk = JsonWebKey.Factory.newJwk(keys.getPublic());
      jwk.setKeyId(id);
      return jwk;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  static String jwks(JsonWebKey... keys) {
    return new JsonWebKeySet(Arrays.asList(keys)).toJson();
  }

  /** What a good token says of ann: for an hour, from now on. */
  static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(NAME);
    claims.setSubject("ann");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(60);
    return claims;
  }

  /** A token, signed. */
  static String sign(JwtClaims claims, String algorithm, Key key) {
    return sign(claims, algorithm, key, null);
  }

  /**
   * A token, signed, also in ways that are not allowed.
   *
   * @param id the name of the key that it gives; null for none
   */
  static String sign(JwtClaims claims, String algorithm, Key key, String id) {
    JsonWebSignature token = new JsonWebSignature();
    token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    token.setDoKeyValidation(false);
    token.setPayload(claims.toJson());
    token.setAlgorithmHeaderValue(algorithm);
    token.setKey(key);
    if (id != null) {
      token.setKeyIdHeaderValue(id);
    }
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }
}
