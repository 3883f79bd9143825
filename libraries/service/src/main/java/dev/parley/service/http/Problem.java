package dev.parley.service.http;

import dev.parley.contracts.error.ErrorCode;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a request failed: a problem of RFC 9457.
 *
 * @param type {@code urn:parley:error:<code>}, or {@code about:blank} where there is no code
 * @param code stable code of the {@linkplain ErrorCode catalogue}; null for what HTTP has a status
 *     for
 * @param detail one sentence for a human; names the field and the limit where there is one
 * @param field path of the field that has to be corrected; null for none
 * @param retryable whether the same request, sent again unchanged, may succeed
 */
@Schema(description = "Why a request failed (RFC 9457)")
public record Problem(
    @Schema(examples = "urn:parley:error:invalid_params") String type,
    @Schema(examples = "Bad Request") String title,
    @Schema(examples = "400") int status,
    @Schema(examples = "invalid_params") String code,
    @Schema(examples = "limit must be 1 to 200") String detail,
    @Schema(examples = "limit") String field,
    @Schema(examples = "false") boolean retryable) {

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE = "urn:parley:error:";

  /**
   * An error of the catalogue.
   *
   * @param field null for none
   */
  public static Problem of(ErrorCode code, String detail, String field) {
    int status = status(code);
    return new Problem(
        TYPE + code.code(), title(status), status, code.code(), detail, field, code.retryable());
  }

  /** What only HTTP has a word for. */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", title(status), status, null, detail, null, false);
  }

  /** The HTTP status that is nearest to an error. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS -> 400;
      case NOT_A_MEMBER, FORBIDDEN -> 403;
      case METHOD_NOT_FOUND, NOT_FOUND -> 404;
      case LIMIT_EXCEEDED -> 409;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
      case TIMEOUT -> 504;
    };
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
