package dev.parley.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.session.Identity;
import dev.parley.tokens.TokenRules;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

  private static final String ISSUER = "https://id.example";
  private static final Instant LATER = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300);

  private static KeyPair rsa;
  private static KeyPair otherRsa;
  private static KeyPair ec;
  private static TokenVerifier verifier;

  @BeforeAll
  static void makeKeys() throws GeneralSecurityException {
    rsa = KeyUtils.generateKeyPair(2048);
    otherRsa = KeyUtils.generateKeyPair(2048);
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    ec = curve.generateKeyPair();
    verifier = new TokenVerifier(TokenRules.of(rsa.getPublic(), ISSUER));
  }

  @Test
  void verify_believesARightToken() {
    Optional<Identity> identity = verifier.verify(sign(claims("ann@example.org"), rsa));

    assertEquals(Optional.of(new Identity("ann@example.org", LATER)), identity);
  }

  @Test
  void verify_believesEs256WhenTheKeyIsForIt() {
    TokenVerifier curve = new TokenVerifier(TokenRules.of(ec.getPublic(), ISSUER));
    String token = claims("ann").jws().algorithm(SignatureAlgorithm.ES256).sign(ec.getPrivate());

    assertEquals("ann", curve.verify(token).orElseThrow().userId());
    assertEquals(Optional.empty(), curve.verify(sign(claims("ann"), rsa)));
    assertEquals(Optional.empty(), verifier.verify(token));
  }

  @Test
  void verify_refusesAnotherSigner() {
    assertEquals(Optional.empty(), verifier.verify(sign(claims("ann"), otherRsa)));
  }

  @Test
  void verify_refusesAnotherIssuer() {
    JwtClaimsBuilder claims = Jwt.issuer("https://evil.example").subject("ann").expiresAt(LATER);

    assertEquals(Optional.empty(), verifier.verify(sign(claims, rsa)));
    assertEquals(
        Optional.empty(), verifier.verify(sign(Jwt.claims().subject("ann").expiresAt(LATER), rsa)));
  }

  @Test
  void verify_refusesAnExpiredToken() {
    JwtClaimsBuilder claims =
        Jwt.issuer(ISSUER)
            .subject("ann")
            .issuedAt(Instant.now().minusSeconds(60))
            .expiresAt(Instant.now().minusSeconds(1));

    assertEquals(Optional.empty(), verifier.verify(sign(claims, rsa)));
  }

  @Test
  void verify_refusesATokenWithoutExpiry() throws GeneralSecurityException {
    assertEquals(
        Optional.empty(),
        verifier.verify(
            signedByHand(
                "{\"alg\":\"RS256\"}", "{\"iss\":\"" + ISSUER + "\",\"sub\":\"ann\",\"iat\":1}")));
  }

  @Test
  void verify_refusesUnsignedTokens() {
    String body =
        base64("{\"iss\":\"" + ISSUER + "\",\"sub\":\"ann\",\"iat\":1,\"exp\":9999999999}");

    assertEquals(
        Optional.empty(), verifier.verify(base64("{\"alg\":\"none\"}") + "." + body + "."));
    assertEquals(
        Optional.empty(), verifier.verify(base64("{\"alg\":\"RS256\"}") + "." + body + "."));
  }

  /** The public key is no secret: it must not serve as one. */
  @Test
  void verify_refusesHmacWithThePublicKey() throws GeneralSecurityException {
    String unsigned =
        base64("{\"alg\":\"HS256\"}")
            + "."
            + base64("{\"iss\":\"" + ISSUER + "\",\"sub\":\"ann\",\"iat\":1,\"exp\":9999999999}");
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
    String signature =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));

    assertEquals(Optional.empty(), verifier.verify(unsigned + "." + signature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "has space", "naïve", "a/b", "new\nline"})
  void verify_refusesASubjectThatIsNoUserId(String subject) {
    assertEquals(Optional.empty(), verifier.verify(sign(claims(subject), rsa)));
  }

  @Test
  void verify_refusesATokenWithoutOrWithTooLongASubject() {
    assertEquals(Optional.empty(), verifier.verify(sign(Jwt.issuer(ISSUER).expiresAt(LATER), rsa)));
    assertEquals(Optional.empty(), verifier.verify(sign(claims("x".repeat(129)), rsa)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9..", " "})
  void verify_refusesWhatIsNoToken(String token) {
    assertEquals(Optional.empty(), verifier.verify(token));
  }

  private static JwtClaimsBuilder claims(String subject) {
    return Jwt.issuer(ISSUER).subject(subject).expiresAt(LATER);
  }

  private static String sign(JwtClaimsBuilder claims, KeyPair key) {
    return claims.jws().algorithm(SignatureAlgorithm.RS256).sign(key.getPrivate());
  }

  private static String signedByHand(String header, String claims) throws GeneralSecurityException {
    String unsigned = base64(header) + "." + base64(claims);
    var signer = java.security.Signature.getInstance("SHA256withRSA");
    signer.initSign(rsa.getPrivate());
    signer.update(unsigned.getBytes(StandardCharsets.US_ASCII));
    return unsigned + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
