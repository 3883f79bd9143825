package dev.parley.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRulesTest {

  @TempDir Path folder;

  private final TokenRules key = new TokenRules();

  @Test
  void rules_takesAnRsaKey() throws Exception {
    KeyPair rsa = KeyUtils.generateKeyPair(2048);

    JWTAuthContextInfo rules = key.rules(write(rsa), "me");

    String token = Jwt.issuer("me").subject("ann").expiresIn(60).sign(rsa.getPrivate());
    assertEquals("ann", subject(token, rules));
  }

  @Test
  void rules_takesAnEcKey() throws Exception {
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair ec = curve.generateKeyPair();

    JWTAuthContextInfo rules = key.rules(write(ec), "me");

    String token =
        Jwt.issuer("me")
            .subject("ann")
            .expiresIn(60)
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(ec.getPrivate());
    assertEquals("ann", subject(token, rules));
  }

  @Test
  void rules_namesTheVariableThatIsMissing() throws Exception {
    assertRefused("JWT_PUBLIC_KEY_LOCATION", "NONE", "me");
    assertRefused("JWT_ISSUER", write(KeyUtils.generateKeyPair(2048)), "NONE");
  }

  @Test
  void rules_namesTheVariableThatIsWrong() throws IOException {
    assertRefused("JWT_PUBLIC_KEY_LOCATION", folder.resolve("nothing").toString(), "me");
    Path noKey = folder.resolve("no-key.pem");
    Files.writeString(noKey, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    assertRefused("JWT_PUBLIC_KEY_LOCATION", noKey.toString(), "me");
  }

  private void assertRefused(String variable, String location, String issuer) {
    String message =
        assertThrows(ConfigurationException.class, () -> key.rules(location, issuer)).getMessage();
    assertTrue(message.startsWith(variable + " ") && message.endsWith("."), message);
  }

  private static String subject(String token, JWTAuthContextInfo rules) throws ParseException {
    return new DefaultJWTCallerPrincipalFactory().parse(token, rules).getSubject();
  }

  private String write(KeyPair keys) throws IOException {
    Path file = folder.resolve("public.pem");
    Files.writeString(
        file,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    return file.toString();
  }
}
