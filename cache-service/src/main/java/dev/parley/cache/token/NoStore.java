package dev.parley.cache.token;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers with secrets in them: nobody on the way is to keep them. */
final class NoStore {

  private NoStore() {}

  static <T> RestResponse<T> of(RestResponse.Status status, T body) {
    return RestResponse.ResponseBuilder.create(status, body)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
