package dev.parley.cache.token;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.cache.http.Bodies;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What requests about one-time tokens bring, and are answered. */
final class OneTimeBodies {

  private static final String TOKEN = "token";
  private static final String CODE = "code";

  private static final int MIN_DIGITS = 6;
  private static final int MAX_DIGITS = 10;
  static final int MAX_ATTEMPTS = 20;

  /** Longest life of a token that a caller or the settings may say. */
  static final Duration MAX_TTL = Duration.ofDays(30);

  private static final Pattern PURPOSE = Pattern.compile("[a-z0-9-]{1,32}");

  private OneTimeBodies() {}

  static void checkPurpose(String purpose) {
    if (purpose == null || !PURPOSE.matcher(purpose).matches()) {
      throw new InvalidFieldException("purpose", "must be 1 to 32 small letters, digits or -");
    }
  }

  private static int number(String field, Integer value, int min, int max, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < min || value > max) {
      throw new InvalidFieldException(field, "must be " + min + " to " + max);
    }
    return value;
  }

  /** A token or code to be made. */
  @Schema(name = "NewOneTimeToken")
  record Create(
      @Schema(
              description =
                  "email-verification, password-reset, invite, or one of your own: 1 to 32 small"
                      + " letters, digits or -")
          String purpose,
      @Schema(description = "Whom it is for: of the form of a user's id, also an e-mail address")
          String subject,
      @Schema(description = "The application's own: at most 4096 bytes of JSON")
          Map<String, Object> data,
      @Schema(description = "How long it is good: 1 to 2592000") Long ttlSeconds,
      @Schema(description = "token or code") String kind,
      @Schema(description = "Digits of a code: 6 to 10") Integer digits,
      @Schema(description = "How often a code may be tried: 1 to 20") Integer attempts,
      @Schema(description = "Whether those that the subject has for the purpose are revoked")
          Boolean replaceOlder) {

    Create check() {
      checkPurpose(purpose);
      Check.userId("subject", subject);
      Check.seconds("ttlSeconds", ttlSeconds, MAX_TTL.toSeconds());
      if (kind != null) {
        Check.oneOf("kind", kind, TOKEN, CODE);
      }
      number("digits", digits, MIN_DIGITS, MAX_DIGITS, 0);
      number("attempts", attempts, 1, MAX_ATTEMPTS, 0);
      if (!isCode() && digits != null) {
        throw new InvalidFieldException("digits", "must be absent without kind \"code\"");
      }
      if (!isCode() && attempts != null) {
        throw new InvalidFieldException("attempts", "must be absent without kind \"code\"");
      }
      return this;
    }

    boolean isCode() {
      return CODE.equals(kind);
    }

    boolean isAlone() {
      return Boolean.TRUE.equals(replaceOlder);
    }

    int codeDigits() {
      return digits == null ? MIN_DIGITS : digits;
    }

    int codeAttempts(TokenSettings defaults) {
      return attempts == null ? defaults.codeAttempts() : attempts;
    }

    OneTimeTokens.Wanted wanted(TokenSettings defaults) {
      Duration ttl = ttlSeconds == null ? ttl(defaults) : Duration.ofSeconds(ttlSeconds);
      return new OneTimeTokens.Wanted(purpose, subject, Bodies.data(data), ttl);
    }

    private Duration ttl(TokenSettings defaults) {
      return switch (purpose) {
        case "email-verification" -> defaults.emailVerificationTtl();
        case "password-reset" -> defaults.passwordResetTtl();
        case "invite" -> defaults.inviteTtl();
        default -> defaults.otherTtl();
      };
    }
  }

  /** A token, or the code of a subject. */
  @Schema(name = "OneTimeTokenUse")
  record Use(String purpose, String token, String subject, String code) {

    Use check() {
      checkPurpose(purpose);
      if (token == null) {
        if (code == null) {
          throw new InvalidFieldException("token", "or code is missing");
        }
        Check.userId("subject", subject);
      } else if (code != null) {
        throw new InvalidFieldException("code", "must be absent beside token");
      } else if (subject != null) {
        throw new InvalidFieldException("subject", "must be absent beside token");
      }
      return this;
    }

    boolean isCode() {
      return token == null;
    }
  }

  /** A token or code that was made. */
  @Schema(name = "OneTimeToken")
  record Issued(
      @Schema(description = "For the subject only, told this once") String token,
      @Schema(description = "The same of kind code") String code,
      String purpose,
      String subject,
      Instant expiresAt) {

    static Issued of(Create wanted, OneTimeTokens.Issued issued) {
      return new Issued(
          wanted.isCode() ? null : issued.secret(),
          wanted.isCode() ? issued.secret() : null,
          wanted.purpose(),
          wanted.subject(),
          issued.expiresAt());
    }
  }

  /** What a good token or code is about. */
  @Schema(name = "OneTimeTokenContent")
  record Content(
      String purpose,
      String subject,
      @JsonRawValue @Schema(type = SchemaType.OBJECT) String data,
      Instant expiresAt) {

    static Content of(OneTime good) {
      return new Content(
          good.purpose(),
          good.subject(),
          good.data().isEmpty() ? null : good.data(),
          good.expiresAt());
    }
  }
}
