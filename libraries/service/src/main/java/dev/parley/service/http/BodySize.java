package dev.parley.service.http;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.json.StrictJson;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers a request whose body is announced to be larger than {@code
 * quarkus.http.limits.max-body-size} with a problem, and reads nothing of the body. Quarkus itself
 * answers with a status only; that is what a body of unannounced length still gets.
 */
@Singleton
class BodySize {

  private static final int BEFORE_THE_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

  /** How long what still comes is thrown away: who closes at once may take the answer back. */
  private static final long LINGER_MILLIS = 1_000;

  void open(
      @Observes Router router,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M")
          MemorySize most) {
    long maxBytes = most.asLongValue();
    Problem problem =
        Problem.of(ErrorCode.TOO_LARGE, "the body must have at most " + maxBytes + " bytes", null);
    Buffer refusal = Buffer.buffer(StrictJson.of(Problem.class).write(problem).utf8());
    router
        .route()
        .order(BEFORE_THE_LIMIT)
        .handler(
            context -> {
              if (length(context.request()) > maxBytes) {
                refuse(context, problem.status(), refusal);
              } else {
                context.next();
              }
            });
  }

  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return Long.MAX_VALUE;
    }
  }

  private static void refuse(RoutingContext context, int status, Buffer refusal) {
    HttpServerRequest request = context.request();
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (request.version() == HttpVersion.HTTP_2) {
      // The connection has other requests as well, and goes on.
      context.end(refusal);
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.end(refusal);
      request.resume();
      context.vertx().setTimer(LINGER_MILLIS, over -> request.connection().close());
    }
  }
}
