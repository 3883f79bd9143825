package dev.parley.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationKeyTest {

  @TempDir Path folder;

  private final VerificationKey key = new VerificationKey();

  @Test
  void verifier_takesAnRsaKey() throws GeneralSecurityException, IOException {
    KeyPair rsa = KeyUtils.generateKeyPair(2048);

    TokenVerifier verifier = key.verifier(write(rsa), "me");

    String token = Jwt.issuer("me").subject("ann").expiresIn(60).sign(rsa.getPrivate());
    assertEquals("ann", verifier.verify(token).orElseThrow().userId());
  }

  @Test
  void verifier_takesAnEcKey() throws GeneralSecurityException, IOException {
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair ec = curve.generateKeyPair();

    TokenVerifier verifier = key.verifier(write(ec), "me");

    String token =
        Jwt.issuer("me")
            .subject("ann")
            .expiresIn(60)
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(ec.getPrivate());
    assertEquals("ann", verifier.verify(token).orElseThrow().userId());
  }

  @Test
  void verifier_namesTheVariableThatIsMissing() throws GeneralSecurityException, IOException {
    assertRefused("JWT_PUBLIC_KEY_LOCATION", "NONE", "me");
    assertRefused("JWT_ISSUER", write(KeyUtils.generateKeyPair(2048)), "NONE");
  }

  @Test
  void verifier_namesTheVariableThatIsWrong() throws IOException {
    assertRefused("JWT_PUBLIC_KEY_LOCATION", folder.resolve("nothing").toString(), "me");
    Path noKey = folder.resolve("no-key.pem");
    Files.writeString(noKey, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    assertRefused("JWT_PUBLIC_KEY_LOCATION", noKey.toString(), "me");
  }

  private void assertRefused(String variable, String location, String issuer) {
    String message =
        assertThrows(ConfigurationException.class, () -> key.verifier(location, issuer))
            .getMessage();
    assertTrue(message.startsWith(variable + " ") && message.endsWith("."), message);
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
