package dev.parley.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed, and the ways in which others have been fooled. */
class TokenCheckTest {

  private static final Duration SKEW = Duration.ofSeconds(10);

  private static final KeyPair RSA = Issuer.rsa();
  private static final KeyPair EC = Issuer.ec();
  private static final KeyPair ED = Issuer.ed25519();

  @TempDir static Path folder;

  private static Vertx vertx;

  /** With the three keys, by name. */
  private static TokenCheck set;

  /** With one key. */
  private static TokenCheck pem;

  @BeforeAll
  static void makeChecks() throws Exception {
    vertx = Vertx.vertx();
    set =
        check(
            Issuer.jwks(Issuer.jwk("rsa", RSA), Issuer.jwk("ec", EC), Issuer.jwk("ed", ED)),
            Optional.empty());
    pem = check(Issuer.pem(RSA), Optional.empty());
  }

  @AfterAll
  static void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void verify_believesEachKeyByItsAlgorithm() {
    assertGood(set, Issuer.sign(Issuer.claims(), "RS256", RSA.getPrivate(), "rsa"));
    assertGood(set, Issuer.sign(Issuer.claims(), "ES256", EC.getPrivate(), "ec"));
    assertGood(set, Issuer.sign(Issuer.claims(), "EdDSA", ED.getPrivate(), "ed"));
  }

  @Test
  void verify_findsTheKeyOfATokenThatNamesNone() {
    assertGood(set, Issuer.sign(Issuer.claims(), "ES256", EC.getPrivate()));
  }

  @Test
  void verify_asksNotForANameWhereTheKeyHasNone() {
    assertGood(pem, Issuer.sign(Issuer.claims(), "RS256", RSA.getPrivate(), "whatever"));
  }

  @Test
  void verify_refusesAnotherSigner() {
    KeyPair other = Issuer.rsa();

    assertBad(pem, Issuer.sign(Issuer.claims(), "RS256", other.getPrivate()));
    assertBad(set, Issuer.sign(Issuer.claims(), "RS256", other.getPrivate(), "rsa"));
    assertBad(set, Issuer.sign(Issuer.claims(), "RS256", other.getPrivate(), "other"));
  }

  @Test
  void verify_refusesTheNameOfAKeyOfAnotherKind() {
    assertBad(set, Issuer.sign(Issuer.claims(), "RS256", RSA.getPrivate(), "ec"));
    assertBad(set, Issuer.sign(Issuer.claims(), "ES256", EC.getPrivate(), "rsa"));
    assertBad(set, Issuer.sign(Issuer.claims(), "EdDSA", ED.getPrivate(), "ec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "RS512", "PS256", "PS512"})
  void verify_refusesOtherAlgorithmsOfTheSameKey(String algorithm) {
    assertBad(pem, Issuer.sign(Issuer.claims(), algorithm, RSA.getPrivate()));
    assertBad(set, Issuer.sign(Issuer.claims(), algorithm, RSA.getPrivate(), "rsa"));
  }

  @Test
  void verify_refusesUnsignedTokens() {
    assertBad(pem, Issuer.sign(Issuer.claims(), "none", null));
    assertBad(set, Issuer.sign(Issuer.claims(), "none", null, "rsa"));
    String body = base64(Issuer.claims().toJson());
    assertBad(pem, base64("{\"alg\":\"None\"}") + "." + body + ".");
    assertBad(pem, base64("{\"alg\":\"RS256\"}") + "." + body + ".");
    assertBad(pem, base64("{}") + "." + body + ".");
  }

  /** The public key is no secret: it must not serve as one. */
  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void verify_refusesHmacWithThePublicKey(String algorithm) {
    for (byte[] secret :
        new byte[][] {
          RSA.getPublic().getEncoded(), Issuer.pem(RSA).getBytes(StandardCharsets.US_ASCII)
        }) {
      Key key = new SecretKeySpec(secret, algorithm);
      assertBad(pem, Issuer.sign(Issuer.claims(), algorithm, key));
      assertBad(set, Issuer.sign(Issuer.claims(), algorithm, key, "rsa"));
    }
  }

  /** A token may carry a key of its own, which says nothing of who made it. */
  @Test
  void verify_refusesAKeyThatTheTokenBrings() {
    KeyPair own = Issuer.rsa();
    String header = "{\"alg\":\"RS256\",\"jwk\":%s}".formatted(Issuer.jwk("rsa", own).toJson());
    String[] signed = Issuer.sign(Issuer.claims(), "RS256", own.getPrivate()).split("\\.", -1);

    assertBad(pem, base64(header) + "." + signed[1] + "." + signed[2]);
  }

  @Test
  void verify_refusesWhatWasChanged() {
    String[] good = Issuer.sign(Issuer.claims(), "RS256", RSA.getPrivate()).split("\\.", -1);
    String other = base64(Issuer.claims().toJson().replace("\"ann\"", "\"bob\""));

    assertBad(pem, good[0] + "." + other + "." + good[2]);
    assertBad(pem, good[0] + "." + good[1] + "." + good[2].substring(4));
  }

  @Test
  void verify_refusesAnotherIssuerOrNone() {
    assertBad(pem, claims(c -> c.setIssuer("https://evil.example")));
    assertBad(pem, claims(c -> c.setIssuer(Issuer.NAME + "/")));
    assertBad(pem, claims(c -> c.unsetClaim("iss")));
  }

  @Test
  void verify_refusesWhatHasNoTimes() {
    assertBad(pem, claims(c -> c.unsetClaim("exp")));
    assertBad(pem, claims(c -> c.unsetClaim("iat")));
  }

  @Test
  void verify_allowsClocksToDifferByTheSkewAndNoMore() {
    assertGood(pem, claims(c -> times(c, -60, -3)));
    assertBad(pem, claims(c -> times(c, -60, -11)));
    assertGood(pem, claims(c -> c.setNotBefore(inSeconds(5))));
    assertBad(pem, claims(c -> c.setNotBefore(inSeconds(60))));
  }

  @Test
  void verify_looksAtTheAudienceWhenThereIsOneToExpect() throws Exception {
    TokenCheck strict = check(Issuer.pem(RSA), Optional.of("parley"));

    assertGood(strict, claims(c -> c.setAudience("parley")));
    assertGood(strict, claims(c -> c.setAudience("shop", "parley")));
    assertBad(strict, claims(c -> c.setAudience("shop")));
    assertBad(strict, claims(c -> c.setAudience("parley2")));
    assertBad(strict, claims(c -> {}));
    assertGood(pem, claims(c -> c.setAudience("shop")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9..", " "})
  void verify_refusesWhatIsNoToken(String token) {
    assertBad(pem, token);
  }

  private static void times(JwtClaims claims, int issued, int expires) {
    claims.setIssuedAt(inSeconds(issued));
    claims.setExpirationTime(inSeconds(expires));
  }

  private static NumericDate inSeconds(int seconds) {
    NumericDate time = NumericDate.now();
    time.addSeconds(seconds);
    return time;
  }

  private static String claims(Consumer<JwtClaims> change) {
    JwtClaims claims = Issuer.claims();
    change.accept(claims);
    return Issuer.sign(claims, "RS256", RSA.getPrivate());
  }

  private static void assertGood(TokenCheck check, String token) {
    assertEquals(Optional.of("ann"), verify(check, token).map(JsonWebToken::getSubject));
  }

  private static void assertBad(TokenCheck check, String token) {
    assertEquals(Optional.empty(), verify(check, token));
  }

  private static Optional<JsonWebToken> verify(TokenCheck check, String token) {
    return check.verify(token).await().atMost(Duration.ofSeconds(30));
  }

  private static TokenCheck check(String keys, Optional<String> audience) throws Exception {
    Path file = Files.createTempFile(folder, "keys", "");
    Files.writeString(file, keys);
    TokenKeys known =
        new TokenKeys(
            new KeySource(file.toString()), Duration.ofMinutes(5), vertx, System::nanoTime);
    return new TokenCheck(
        known, new KeyedParser(known), TokenRules.of(Issuer.NAME, audience, SKEW));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
