package dev.parley.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A JWK set in a file, beside what {@link GatewayResource} has, and an audience. */
public final class JwksResource implements QuarkusTestResourceLifecycleManager {

  /** Property with the set, private keys and all: {@code rsa}, {@code ec}, {@code ed}. */
  public static final String KEYS = "test.jwks";

  /** Property with the file that the gateway reads. */
  public static final String FILE = "test.jwks-file";

  public static final String AUDIENCE = "parley";

  private Path file;

  @Override
  public Map<String, String> start() {
    try {
      JsonWebKeySet keys =
          new JsonWebKeySet(
              named("rsa", RsaJwkGenerator.generateJwk(2048)),
              named("ec", EcJwkGenerator.generateJwk(EllipticCurves.P256)),
              named("ed", OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519)));
      file = Files.createTempFile("gateway-test", ".json");
      Files.writeString(file, keys.toJson());
      return Map.of(
          "mp.jwt.verify.publickey.location",
          file.toString(),
          "jwt.audience",
          AUDIENCE,
          FILE,
          file.toString(),
          KEYS,
          keys.toJson(OutputControlLevel.INCLUDE_PRIVATE));
    } catch (IOException | JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PublicJsonWebKey named(String id, PublicJsonWebKey key) {
    key.setKeyId(id);
    return key;
  }
}
