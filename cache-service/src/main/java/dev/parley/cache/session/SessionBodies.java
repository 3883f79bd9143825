package dev.parley.cache.session;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.cache.http.Bodies;
import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What requests about sessions bring, and are answered. */
final class SessionBodies {

  private static final int MAX_DEVICE = 256;
  private static final int MAX_ADDRESS = 64;

  /** Longest cap that a caller or the settings may say. */
  static final Duration MAX_CAP = Duration.ofDays(365);

  private SessionBodies() {}

  /** A session to be made. */
  @Schema(name = "NewSession")
  record Create(
      String userId,
      @Schema(description = "What the device calls itself: at most 256 bytes") String device,
      @Schema(description = "Where it is used from: at most 64 bytes") String address,
      @Schema(description = "The application's own: at most 4096 bytes of JSON")
          Map<String, Object> data,
      @Schema(description = "How long it lives unused: 1 to 31536000, and at most the cap")
          Long idleSeconds,
      @Schema(description = "How long it lives at most: 1 to 31536000") Long capSeconds) {

    /** As it is kept; its limits are the defaults where there are none. */
    NewSession check(String secret, SessionSettings defaults) {
      Check.userId("userId", userId);
      Check.optionalText("device", device, MAX_DEVICE);
      Check.optionalText("address", address, MAX_ADDRESS);
      long most = MAX_CAP.toSeconds();
      long cap = Bodies.seconds("capSeconds", capSeconds, most, defaults.cap().toSeconds());
      long otherwise = Math.min(cap, defaults.idle().toSeconds());
      long idle = Bodies.seconds("idleSeconds", idleSeconds, most, otherwise);
      if (idle > cap) {
        throw new InvalidFieldException("idleSeconds", "must be 1 to the cap, which is " + cap);
      }
      return new NewSession(
          Ids.random(),
          userId,
          Secrets.hash(secret),
          device == null ? "" : device,
          address == null ? "" : address,
          Bodies.data(data),
          Duration.ofSeconds(idle),
          Duration.ofSeconds(cap));
    }
  }

  /** A session to be found. */
  @Schema(name = "SessionLookup")
  record LookUp(
      String secret,
      @Schema(description = "Where it is used from now: at most 64 bytes") String address,
      @Schema(description = "Only look: that is no use of the session") Boolean peek) {

    LookUp check() {
      if (secret == null) {
        throw new InvalidFieldException("secret", "is missing");
      }
      Check.optionalText("address", address, MAX_ADDRESS);
      return this;
    }
  }

  /** A session that was made. */
  @Schema(name = "CreatedSession")
  record Created(
      @Schema(description = "Its public name: the sid of its tokens") String sessionId,
      @Schema(description = "For the client only, and told this once") String secret,
      String userId,
      Instant createdAt,
      Instant expiresAt,
      @Schema(description = "A header Set-Cookie for a browser") String cookie) {

    static Created of(Session session, String secret, String cookieName, Duration cap) {
      String cookie =
          cookieName
              + "="
              + secret
              + "; Path=/; Max-Age="
              + cap.toSeconds()
              + "; HttpOnly; Secure; SameSite=Strict";
      return new Created(
          session.sessionId(),
          secret,
          session.userId(),
          session.createdAt(),
          session.expiresAt(),
          cookie);
    }
  }

  /** A session as it is shown. */
  @Schema(name = "Session")
  record View(
      String sessionId,
      String userId,
      String device,
      String address,
      @JsonRawValue @Schema(type = SchemaType.OBJECT) String data,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt,
      @Schema(description = "Whether the caller's token is of it") Boolean current) {

    /** As a service has it that has found it. */
    static View of(Session session) {
      return of(session, null);
    }

    /** As its user has it, with those of its others. */
    static View listed(Session session, String currentSession) {
      return of(session, session.sessionId().equals(currentSession));
    }

    private static View of(Session session, Boolean current) {
      return new View(
          session.sessionId(),
          session.userId(),
          session.device(),
          session.address(),
          session.data(),
          session.createdAt(),
          session.lastUsedAt(),
          session.expiresAt(),
          current);
    }
  }

  /** The sessions of a user, the one that was used last first. */
  @Schema(name = "Sessions")
  record Listed(List<View> sessions) {}

  /** How many were ended. */
  @Schema(name = "EndedSessions")
  record Revoked(int revoked) {}
}
