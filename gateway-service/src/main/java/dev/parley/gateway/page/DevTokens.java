package dev.parley.gateway.page;

import dev.parley.contracts.command.Check;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code POST /dev/token {"user":"ann"}}: a token for whoever one says to be, of a {@linkplain
 * DevSessions session} where there is a cache-service. <b>It lets anybody be anybody</b>: only for
 * a local run, whose private key lies beside it.
 */
final class DevTokens {

  static final Duration LIFETIME = Duration.ofHours(12);

  private static final Duration SERVICE_LIFETIME = Duration.ofMinutes(1);

  private static final String WRONG_USER =
      "user must be 1 to " + Check.MAX_ID_LENGTH + " letters, digits, or any of _ - . @ + : |";

  private final PrivateKey key;
  private final String issuer;
  private final DevSessions sessions;

  private DevTokens(PrivateKey key, String issuer, DevSessions sessions) {
    this.key = key;
    this.issuer = issuer;
    this.sessions = sessions;
  }

  /**
   * Signs with the key of that file. Reads it, so not on an event loop.
   *
   * @throws ConfigurationException when it has no RSA private key
   */
  static DevTokens of(Path file, String issuer, DevSessions sessions) {
    try {
      return new DevTokens(KeyUtils.decodePrivateKey(Files.readString(file)), issuer, sessions);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new ConfigurationException(
          "parley.page.signing-key is wrong: it must name a file with an RSA private key (PKCS#8, PEM).",
          e);
    }
  }

  /** Answers a request whose body is there. Takes about a millisecond per signature. */
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
    HttpServerRequest http = request.request();
    String device = DeviceNames.of(http.getHeader(HttpHeaders.USER_AGENT));
    String address = http.remoteAddress().hostAddress();
    sessions
        .begin(this::serviceToken, user, device, address, LIFETIME)
        .onSuccess(session -> give(request, user, session));
  }

  private void give(RoutingContext request, String user, Optional<String> session) {
    JsonObject answer =
        new JsonObject()
            .put("token", token(user, session))
            .put("expiresInSeconds", LIFETIME.toSeconds());
    session.ifPresent(id -> answer.put("sessionId", id));
    request
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "application/json")
        .end(answer.toBuffer());
  }

  private static String user(RoutingContext request) {
    try {
      JsonObject body = request.body().asJsonObject();
      return body != null && body.getValue("user") instanceof String user ? user : null;
    } catch (DecodeException | ClassCastException notAnObject) {
      return null;
    }
  }

  private String token(String user, Optional<String> session) {
    JwtClaimsBuilder claims = Jwt.issuer(issuer).subject(user).expiresIn(LIFETIME);
    session.ifPresent(id -> claims.claim("sid", id));
    return claims.sign(key);
  }

  private String serviceToken() {
    return Jwt.issuer(issuer)
        .subject("gateway")
        .groups("service")
        .expiresIn(SERVICE_LIFETIME)
        .sign(key);
  }
}
