package dev.parley.gateway.proxy;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what a service could understand in another way than the gateway does: paths that are not
 * in their plain form, and bodies whose length is not clear. What it lets pass has one meaning.
 */
final class RequestCheck {

  /** Methods that are passed on. */
  static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  /** Backslashes and what is not printable, plain or encoded, and encoded slashes. */
  private static final Pattern DOUBTFUL =
      Pattern.compile(
          "[\\x00-\\x20\\x7f\\\\]|%(?:2f|5c|7f|[01][0-9a-f])", Pattern.CASE_INSENSITIVE);

  private static final Problem PATH = Problem.of(400, "the path is not in its plain form");
  private static final Problem FRAMING = Problem.of(400, "the length of the body is not clear");
  private static final Problem LENGTH = Problem.of(411, "the body needs a Content-Length");
  private static final Problem METHOD = Problem.of(405, "there is no such method");

  private RequestCheck() {}

  /**
   * What is wrong with a request; empty when it may be passed on.
   *
   * @param maxBody bytes that its body may have
   */
  static Optional<Problem> check(RoutingContext context, long maxBody) {
    HttpServerRequest request = context.request();
    if (!isPlain(request.uri(), context.normalizedPath())) {
      return Optional.of(PATH);
    }
    if (!METHODS.contains(request.method())) {
      return Optional.of(METHOD);
    }
    return checkBody(request, maxBody);
  }

  /** Whether it has a body. */
  static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null
        ? !length.equals("0")
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static boolean isPlain(String uri, String normalized) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    return path.equals(normalized) && !DOUBTFUL.matcher(path).find() && uri.indexOf('#') < 0;
  }

  private static Optional<Problem> checkBody(HttpServerRequest request, long maxBody) {
    List<String> encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
    if ((!encodings.isEmpty() && !chunked) || lengths.size() > 1) {
      return Optional.of(FRAMING);
    }
    if (lengths.isEmpty()) {
      boolean unsaid = request.version() == HttpVersion.HTTP_2 && mayHaveBody(request.method());
      return unsaid ? Optional.of(LENGTH) : Optional.empty();
    }
    return length(lengths.get(0)) > maxBody ? Optional.of(tooLarge(maxBody)) : Optional.empty();
  }

  static Problem tooLarge(long maxBody) {
    return Problem.of(
        413, ErrorCode.TOO_LARGE, "the body must have at most " + maxBody + " bytes", null);
  }

  private static boolean mayHaveBody(HttpMethod method) {
    return method.equals(HttpMethod.POST)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.PATCH);
  }

  private static long length(String header) {
    try {
      return Long.parseLong(header);
    } catch (NumberFormatException notANumber) {
      return Long.MAX_VALUE;
    }
  }
}
