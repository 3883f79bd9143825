package dev.parley.cache.feed;

import dev.parley.json.StrictJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Pages as responses. */
final class PageResponses {

  static final String STALE = "Parley-Stale";

  private static final int ACCEPTED = 202;
  private static final int NOT_MODIFIED = 304;
  private static final int ETAG_DIGITS = 32;

  /**
   * What a caller has to do who gets no page: one of the three.
   *
   * @param load the token to bring the page with
   * @param withinMillis how long that may take
   * @param retryAfterMillis when to come again
   * @param degraded load it for yourself, it cannot be kept
   */
  record WhatToDo(String load, Long withinMillis, Long retryAfterMillis, Boolean degraded) {}

  private static final StrictJson<WhatToDo> WHAT_TO_DO = StrictJson.of(WhatToDo.class);

  private PageResponses() {}

  /**
   * The response.
   *
   * @param known the ETag that the caller has; null for none
   */
  static RestResponse<byte[]> of(Page page, String known, FeedSettings settings) {
    return switch (page.state()) {
      case FRESH, STALE -> found(page, known);
      case LOAD -> accepted(new WhatToDo(page.token(), settings.loadTime().toMillis(), null, null));
      case WAIT ->
          accepted(
              new WhatToDo(
                  null, null, Math.max(Waiting.LOOK_MILLIS, settings.waitTime().toMillis()), null));
      case DEGRADED -> accepted(new WhatToDo(null, null, null, true));
    };
  }

  private static RestResponse<byte[]> found(Page page, String known) {
    String etag = "\"" + page.etag() + "\"";
    ResponseBuilder<byte[]> response =
        etag.equals(known)
            ? ResponseBuilder.<byte[]>create(NOT_MODIFIED)
            : ResponseBuilder.ok(page.body())
                .header(HttpHeaders.CONTENT_TYPE, page.contentType())
                .header("X-Content-Type-Options", "nosniff");
    response.header(HttpHeaders.ETAG, etag).header("Age", page.ageMillis() / 1000);
    return page.state() == Page.State.STALE
        ? response.header(STALE, true).build()
        : response.build();
  }

  private static RestResponse<byte[]> accepted(WhatToDo whatToDo) {
    return ResponseBuilder.<byte[]>create(ACCEPTED)
        .type(MediaType.APPLICATION_JSON)
        .entity(WHAT_TO_DO.write(whatToDo).utf8())
        .build();
  }

  /** Names the page by its bytes. */
  static String etag(byte[] page) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(page);
      return HexFormat.of().formatHex(digest).substring(0, ETAG_DIGITS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
