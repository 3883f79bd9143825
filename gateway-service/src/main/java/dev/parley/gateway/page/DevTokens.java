package dev.parley.gateway.page;

import dev.parley.contracts.command.Check;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;

/**
 * {@code POST /dev/token {"user":"ann"}}: a token for whoever one says to be. <b>It lets anybody be
 * anybody</b>: only for a local run, whose private key lies beside it.
 */
final class DevTokens {

  static final Duration LIFETIME = Duration.ofHours(12);

  private static final String WRONG_USER =
      "user must be 1 to " + Check.MAX_ID_LENGTH + " letters, digits, or any of _ - . @ + : |";

  private final PrivateKey key;
  private final String issuer;

  private DevTokens(PrivateKey key, String issuer) {
    this.key = key;
    this.issuer = issuer;
  }

  /**
   * Signs with the key of that file. Reads it, so not on an event loop.
   *
   * @throws ConfigurationException when it has no RSA private key
   */
  static DevTokens of(Path file, String issuer) {
    try {
      return new DevTokens(KeyUtils.decodePrivateKey(Files.readString(file)), issuer);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new ConfigurationException(
          "parley.page.signing-key is wrong: it must name a file with an RSA private key (PKCS#8, PEM).",
          e);
    }
  }

  /** Answers a request whose body is there. Takes about a millisecond: a signature. */
  void answer(RoutingContext request) {
    String user = user(request);
    if (!Check.isUserId(user)) {
      JsonObject problem =
          new JsonObject().put("title", "Bad Request").put("status", 400).put("detail", WRONG_USER);
      request
          .response()
          .setStatusCode(400)
          .putHeader("Content-Type", "application/problem+json")
          .end(problem.toBuffer());
      return;
    }
    request
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("token", token(user)).toBuffer());
  }

  private static String user(RoutingContext request) {
    try {
      JsonObject body = request.body().asJsonObject();
      return body != null && body.getValue("user") instanceof String user ? user : null;
    } catch (DecodeException | ClassCastException notAnObject) {
      return null;
    }
  }

  private String token(String user) {
    return Jwt.issuer(issuer).subject(user).expiresIn(LIFETIME).sign(key);
  }
}
