package dev.parley.gateway.auth;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.JwksResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad tokens at the doors of a gateway whose keys are a JWK set, and keys that change. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = JwksResource.class, restrictToAnnotatedClass = true)
class AttackTest {

  private static final int UNAUTHORIZED = 401;

  private final JsonWebKeySet keys = keys();

  @ParameterizedTest
  @CsvSource({"rsa,RS256", "ec,ES256", "ed,EdDSA"})
  void everyKey_isGoodByItsAlgorithm(String key, String algorithm) {
    assertConnects(sign(claims(c -> {}), algorithm, key(key).getPrivateKey(), key));
  }

  @ParameterizedTest
  @CsvSource({"rsa,RS256,ec", "rsa,RS256,ed", "ec,ES256,rsa", "ed,EdDSA,rsa", "rsa,RS512,rsa"})
  void anotherAlgorithmThanThatOfTheNamedKey_isRefused(String key, String algorithm, String named) {
    assertRefused(sign(claims(c -> {}), algorithm, key(key).getPrivateKey(), named));
  }

  @Test
  void noSignature_isRefused() {
    assertRefused(sign(claims(c -> {}), "none", null, null));
    assertRefused(sign(claims(c -> {}), "none", null, "rsa"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec", "ed"})
  void publicKeyAsSecret_isRefused(String key) {
    Key secret = new SecretKeySpec(key(key).getPublicKey().getEncoded(), "HmacSHA256");
    assertRefused(sign(claims(c -> {}), "HS256", secret, key));
    assertRefused(sign(claims(c -> {}), "HS256", secret, null));
  }

  @Test
  void claims_ofAnotherWorldAreRefused() {
    assertRefused(signed(c -> c.setIssuer("https://evil.example")));
    assertRefused(signed(c -> c.setAudience("shop")));
    assertRefused(signed(c -> c.unsetClaim("aud")));
    assertRefused(signed(c -> c.setExpirationTimeMinutesInTheFuture(-1)));
    assertRefused(signed(c -> c.setNotBeforeMinutesInThePast(-2)));
    assertRefused(signed(c -> c.unsetClaim("sub")));
    assertConnects(signed(c -> c.setAudience("shop", JwksResource.AUDIENCE)));
  }

  /** The {@code sid} is believed because it is signed, and only then. */
  @Test
  void changedSession_isRefused() {
    String[] good = signed(c -> c.setClaim("sid", "mine")).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(good[1]), StandardCharsets.UTF_8);
    String forged = base64(claims.replace("\"mine\"", "\"yours\""));

    assertRefused(good[0] + "." + forged + "." + good[2]);
  }

  @Test
  void oversizedHeader_isRefusedAndTheNextRequestIsNot() {
    String huge = signed(c -> c.setClaim("much", "x".repeat(200_000)));

    assertEquals(431, upgrade(huge));
    assertConnects(signed(c -> {}));
  }

  @Test
  void keys_changeWithoutARestart() throws IOException, JoseException {
    Path file = Path.of(config(JwksResource.FILE));
    String before = Files.readString(file);
    PublicJsonWebKey next = OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
    next.setKeyId("next");
    String old = signed(c -> {});
    assertConnects(old);
    Files.writeString(file, new JsonWebKeySet(next).toJson());
    try {
      String fresh = sign(claims(c -> {}), "EdDSA", next.getPrivateKey(), "next");
      Backend.until("the new key is known", () -> status(fresh) == 200);
      assertConnects(fresh);
      assertRefused(old);
    } finally {
      Files.writeString(file, before);
      Backend.until("the old keys are back", () -> status(old) == 200);
    }
  }

  private static void assertConnects(String token) {
    try (Client client = Client.connect(token)) {
      assertEquals("ready", client.next().path("method").asText());
    }
  }

  private static void assertRefused(String token) {
    assertEquals(UNAUTHORIZED, upgrade(token));
    assertEquals(UNAUTHORIZED, status(token));
  }

  private static int upgrade(String token) {
    return given()
        .headers("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Authorization", "Bearer " + token)
        .get("/ws")
        .statusCode();
  }

  /** What the bearer of that token gets who asks for a ticket. */
  private static int status(String token) {
    return given().header("Authorization", "Bearer " + token).post("/api/v1/tickets").statusCode();
  }

  private String signed(Consumer<JwtClaims> change) {
    return sign(claims(change), "RS256", key("rsa").getPrivateKey(), "rsa");
  }

  private static JwtClaims claims(Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(Tokens.ISSUER);
    claims.setAudience(JwksResource.AUDIENCE);
    claims.setSubject("ann");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(10);
    change.accept(claims);
    return claims;
  }

  private static String sign(JwtClaims claims, String algorithm, Key key, String id) {
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

  private PublicJsonWebKey key(String id) {
    return (PublicJsonWebKey) keys.findJsonWebKey(id, null, null, null);
  }

  private static JsonWebKeySet keys() {
    try {
      return new JsonWebKeySet(config(JwksResource.KEYS));
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static String config(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
