package dev.parley.cache.token;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.cache.http.Bodies;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What requests about refresh tokens bring, and are answered. */
final class RefreshBodies {

  private static final long MAX_TTL = Duration.ofDays(365).toSeconds();

  private RefreshBodies() {}

  /** The first token of a family. */
  @Schema(name = "NewRefreshToken")
  record Create(
      String userId,
      @Schema(description = "The session that it is of, and ends with") String sessionId,
      @Schema(description = "How long it is good unused: 1 to 31536000") Long ttlSeconds,
      @Schema(description = "The application's own: at most 4096 bytes of JSON")
          Map<String, Object> data) {

    Create check() {
      Check.userId("userId", userId);
      if (sessionId != null) {
        Check.id("sessionId", sessionId);
      }
      Check.seconds("ttlSeconds", ttlSeconds, MAX_TTL);
      return this;
    }

    String session() {
      return sessionId == null ? "" : sessionId;
    }

    String keptData() {
      return Bodies.data(data);
    }

    Duration ttl(TokenSettings defaults) {
      return ttlSeconds == null ? defaults.refreshTtl() : Duration.ofSeconds(ttlSeconds);
    }
  }

  /** A token to be replaced. */
  @Schema(name = "RotateRefreshToken")
  record Rotate(String token) {

    Rotate check() {
      return new Rotate(required(token));
    }
  }

  /** What is to be revoked: the family of a token, or all of a user. */
  @Schema(name = "RevokeRefreshTokens")
  record Revoke(String token, String userId) {

    Revoke check() {
      if (userId == null) {
        required(token);
      } else if (token != null) {
        throw new InvalidFieldException("userId", "must be absent beside token");
      } else {
        Check.userId("userId", userId);
      }
      return this;
    }
  }

  private static String required(String token) {
    if (token == null) {
      throw new InvalidFieldException("token", "is missing");
    }
    return token;
  }

  /** A token that was given. */
  @Schema(name = "RefreshToken")
  record Issued(
      @Schema(description = "For the client only, good once") String token,
      Instant expiresAt,
      String userId,
      String sessionId,
      @JsonRawValue @Schema(type = SchemaType.OBJECT) String data) {

    static Issued of(RefreshTokens.Issued issued) {
      RefreshStore.Family family = issued.family();
      return new Issued(
          issued.token().text(),
          issued.expiresAt(),
          family.user(),
          family.session().isEmpty() ? null : family.session(),
          family.data().isEmpty() ? null : family.data());
    }
  }
}
