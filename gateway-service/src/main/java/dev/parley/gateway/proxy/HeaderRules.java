package dev.parley.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/**
 * Which headers go through: not those that are for one connection only (RFC 9110, section 7.6.1),
 * and of {@code Forwarded} and {@code X-Forwarded-…} only what the gateway knows itself.
 */
final class HeaderRules {

  private static final List<String> ONE_CONNECTION =
      List.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade");

  private static final List<String> FORWARDED =
      List.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-proto",
          "x-forwarded-server",
          "x-forwarded-ssl",
          "x-real-ip");

  /** What {@code Connection} cannot remove: it says how long the message is, or who asks. */
  private static final Set<String> KEPT =
      Set.of("content-length", "transfer-encoding", "host", "authorization");

  private HeaderRules() {}

  /**
   * Makes the headers of a request what the service gets.
   *
   * @param client who asks, as Quarkus' proxy settings have it
   */
  static void toService(MultiMap headers, HttpServerRequest client) {
    removeThoseOfConnection(headers);
    FORWARDED.forEach(headers::remove);
    // The gateway says "100 Continue" itself.
    headers.remove(HttpHeaders.EXPECT);
    if (client.remoteAddress() != null && client.remoteAddress().hostAddress() != null) {
      headers.set("X-Forwarded-For", client.remoteAddress().hostAddress());
    }
    headers.set("X-Forwarded-Proto", client.scheme());
    if (client.authority() != null) {
      headers.set("X-Forwarded-Host", client.authority().toString());
    }
  }

  /**
   * Makes the headers of a response what the client gets. When the service does not say whether it
   * may be cached, it may not, or only by its user who then asks whether it is still good.
   *
   * @param ours what the gateway has said already; it wins
   */
  static void toClient(MultiMap headers, MultiMap ours) {
    removeThoseOfConnection(headers);
    headers.remove(HttpHeaders.SERVER);
    ours.names().forEach(headers::remove);
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      boolean checkable = headers.contains(HttpHeaders.ETAG);
      headers.set(HttpHeaders.CACHE_CONTROL, checkable ? "private, no-cache" : "no-store");
    }
  }

  private static void removeThoseOfConnection(MultiMap headers) {
    for (String named : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String name : named.split(",", -1)) {
        String header = name.strip().toLowerCase(java.util.Locale.ROOT);
        if (!header.isEmpty() && !KEPT.contains(header)) {
          headers.remove(header);
        }
      }
    }
    ONE_CONNECTION.forEach(headers::remove);
  }
}
