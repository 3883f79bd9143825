package dev.parley.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.error.ErrorCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;

/**
 * Why the gateway does not do what an HTTP request asks for: a problem of RFC 9457, of the same
 * form as those of the services.
 *
 * @param type {@code urn:parley:error:<code>}, or {@code about:blank} where there is no code
 * @param code stable code of the {@linkplain ErrorCode catalogue}; null for what HTTP has a status
 *     for
 * @param detail one sentence for a human
 * @param field path of the field that has to be corrected; null for none
 * @param retryable whether the same request, sent again unchanged, may succeed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    String field,
    boolean retryable) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** Seconds after which what is retryable may be tried again. */
  private static final String RETRY_AFTER = "1";

  /**
   * An error of the catalogue.
   *
   * @param field null for none
   */
  public static Problem of(int status, ErrorCode code, String detail, String field) {
    return new Problem(
        "urn:parley:error:" + code.code(),
        title(status),
        status,
        code.code(),
        detail,
        field,
        code.retryable());
  }

  /** What only HTTP has a word for. */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", title(status), status, null, detail, null, false);
  }

  /** Answers with it. On the response's event loop. */
  public void send(HttpServerResponse response) {
    if (status == HttpResponseStatus.UNAUTHORIZED.code()) {
      response.putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (retryable) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .end(Json.encodeToBuffer(this));
  }

  private static String title(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
