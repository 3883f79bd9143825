package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  @TempDir Path stateDir;

  @Test
  void token_verifiedWithThePublicKeyFile_saysWhoAndHowLong() throws Exception {
    Tokens tokens = Tokens.of(stateDir);
    long now = Instant.now().getEpochSecond();
    JwtClaims claims = verifier(tokens).processToClaims(tokens.issue("ann"));
    assertEquals("ann", claims.getSubject());
    assertEquals("parley-local", claims.getIssuer());
    assertEquals(now, claims.getIssuedAt().getValue(), 5);
    assertEquals(
        Duration.ofHours(12).toSeconds(),
        claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
  }

  @Test
  void token_withRoles_saysThem() throws Exception {
    Tokens tokens = Tokens.of(stateDir);
    List<String> roles = List.of("service");
    String token = tokens.issue("bot", Tokens.LIFETIME, roles);
    assertEquals(roles, verifier(tokens).processToClaims(token).getStringListClaimValue("groups"));
    assertFalse(verifier(tokens).processToClaims(tokens.issue("bot")).hasClaim("groups"));
    assertThrows(
        LocalRunException.class, () -> tokens.issue("bot", Tokens.LIFETIME, List.of("a b")));
  }

  @Test
  void token_ofNegativeLifetime_hasExpiredAndIsOtherwiseRight() {
    Tokens tokens = Tokens.of(stateDir);
    String token = tokens.issue("ann", Duration.ofSeconds(-120));
    InvalidJwtException refused =
        assertThrows(InvalidJwtException.class, () -> verifier(tokens).processToClaims(token));
    assertTrue(refused.hasExpired());
    assertEquals(1, refused.getErrorDetails().size());
  }

  @Test
  void token_ofOwnClaims_hasTheseAndNoOthers() throws Exception {
    Tokens tokens = Tokens.of(stateDir);
    long end = Instant.now().getEpochSecond() + 60;
    String token = tokens.issue(Map.of("iss", "somebody", "exp", end));
    assertThrows(InvalidJwtException.class, () -> verifier(tokens).processToClaims(token));
    String json = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    JwtClaims claims = JwtClaims.parse(json);
    assertEquals("somebody", claims.getIssuer());
    assertNull(claims.getSubject());
    assertEquals(end, claims.getExpirationTime().getValue());
  }

  @Test
  void token_ofAnotherKeyPair_isRefused() {
    Tokens ours = Tokens.of(stateDir.resolve("ours"));
    Tokens theirs = Tokens.of(stateDir.resolve("theirs"));
    assertDoesNotThrow(() -> verifier(ours).processToClaims(ours.issue("ann")));
    assertThrows(
        InvalidJwtException.class, () -> verifier(ours).processToClaims(theirs.issue("ann")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ann.b@example.org", "auth0|7", "a+b:c_d-e"})
  void user_ofAllowedCharacters_getsAToken(String user) throws Exception {
    Tokens tokens = Tokens.of(stateDir);
    assertEquals(user, verifier(tokens).processToClaims(tokens.issue(user)).getSubject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ann\n", "ä", "a/b", "\"", "{}"})
  void user_ofOtherCharacters_isRefused(String user) {
    Tokens tokens = Tokens.of(stateDir);
    assertThrows(LocalRunException.class, () -> tokens.issue(user));
  }

  @Test
  void user_longerThan128_isRefused() {
    Tokens tokens = Tokens.of(stateDir);
    assertDoesNotThrow(() -> tokens.issue("a".repeat(128)));
    assertThrows(LocalRunException.class, () -> tokens.issue("a".repeat(129)));
  }

  private static JwtConsumer verifier(Tokens tokens) throws Exception {
    return new JwtConsumerBuilder()
        .setRequireSubject()
        .setRequireExpirationTime()
        .setExpectedIssuer("parley-local")
        .setVerificationKey(publicKey(tokens.publicKeyFile()))
        .setJwsAlgorithmConstraints(
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
        .build();
  }

  private static PublicKey publicKey(Path pem) throws Exception {
    String text = Files.readString(pem);
    assertTrue(text.startsWith("-----BEGIN PUBLIC KEY-----\n"), text);
    assertTrue(text.endsWith("-----END PUBLIC KEY-----\n"), text);
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
  }
}
