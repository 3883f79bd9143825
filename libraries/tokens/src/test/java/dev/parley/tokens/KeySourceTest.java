package dev.parley.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctJwkGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {

  @TempDir Path folder;

  @Test
  void read_takesAKeyInPem() throws IOException {
    assertEquals("RSA", only(Issuer.pem(Issuer.rsa())).getKeyType());
    assertEquals("EC", only(Issuer.pem(Issuer.ec())).getKeyType());
    assertEquals("OKP", only(Issuer.pem(Issuer.ed25519())).getKeyType());
  }

  @Test
  void read_takesAJwk() throws IOException {
    assertEquals("k1", only(Issuer.jwk("k1", Issuer.ec()).toJson()).getKeyId());
  }

  @Test
  void read_takesOfASetWhatIsForSignaturesByOurAlgorithms() throws IOException {
    JsonWebKey encryption = Issuer.jwk("enc", Issuer.rsa());
    encryption.setUse("enc");
    JsonWebKey other = Issuer.jwk("rs512", Issuer.rsa());
    other.setAlgorithm("RS512");
    JsonWebKey signature = Issuer.jwk("sig", Issuer.rsa());
    signature.setUse("sig");
    signature.setAlgorithm("RS256");
    String set =
        Issuer.jwks(
            encryption,
            other,
            signature,
            Issuer.jwk("p384", Issuer.ec("secp384r1")),
            Issuer.jwk("weak", Issuer.rsa(1024)),
            Issuer.jwk("p256", Issuer.ec()),
            Issuer.jwk("ed", Issuer.ed25519()));

    assertEquals(List.of("sig", "p256", "ed"), read(set).stream().map(k -> k.getKeyId()).toList());
  }

  /** A secret in a file that everybody may read is a mistake, and no key of ours. */
  @Test
  void read_takesNoSecret() {
    assertRefused(Issuer.jwks(OctJwkGenerator.generateJwk(256)), "has no public key");
  }

  @Test
  void read_refusesWeakKeysAndOtherCurves() {
    assertRefused(Issuer.pem(Issuer.rsa(1024)), "has no public key");
    assertRefused(Issuer.pem(Issuer.ec("secp384r1")), "has no public key");
    assertRefused(Issuer.jwks(), "has no public key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"})
  void read_refusesWhatIsNoPem(String text) {
    assertRefused(text, "names something that is no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{}", "{\"keys\":1}", "{\"keys\":[1]}", "{\"kty\":\"RSA\"}"})
  void read_refusesWhatIsNoJwk(String text) {
    assertRefused(text, "names something that is neither a JWK nor a JWK set");
  }

  @Test
  void read_refusesWhatIsNotThere() {
    KeySource nowhere = new KeySource(folder.resolve("nothing").toString());

    assertEquals(
        "names nothing that can be read",
        assertThrows(IOException.class, nowhere::read).getMessage());
  }

  private void assertRefused(String text, String why) {
    String said = assertThrows(IOException.class, () -> read(text)).getMessage();
    assertEquals(why, said.substring(0, Math.min(why.length(), said.length())));
  }

  private JsonWebKey only(String text) throws IOException {
    List<JsonWebKey> keys = read(text);
    assertEquals(1, keys.size());
    return keys.get(0);
  }

  private List<JsonWebKey> read(String text) throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, text);
    return new KeySource(file.toString()).read();
  }
}
