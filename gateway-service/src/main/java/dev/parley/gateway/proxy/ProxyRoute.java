package dev.parley.gateway.proxy;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /api/v1/…}: what the gateway does not answer itself is passed on to the service whose path
 * it is. It runs on the event loop of the request.
 */
@Singleton
final class ProxyRoute {

  static final String PREFIX = "/api/v1/";

  /** After everything else: paths that the gateway answers itself win. */
  private static final int LAST = 1_000_000;

  private static final Problem NOT_FOUND =
      Problem.of(404, ErrorCode.NOT_FOUND, "there is nothing at this path", null);
  private static final String ALLOWED =
      RequestCheck.METHODS.stream()
          .map(Object::toString)
          .sorted()
          .collect(Collectors.joining(", "));

  private final Proxy proxy;
  private final RateGate gate;
  private final ProxyMeters meters;
  private final long maxBody;

  @Inject
  ProxyRoute(Proxy proxy, RateGate gate, ProxyMeters meters, GatewaySettings settings) {
    this.proxy = proxy;
    this.gate = gate;
    this.meters = meters;
    this.maxBody = settings.proxy().maxBody().asLongValue();
  }

  void register(@Observes Router router) {
    router.route(PREFIX + "*").order(LAST).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    Optional<Problem> wrong = RequestCheck.check(context, maxBody);
    if (wrong.isPresent()) {
      refuse(context, wrong.get());
      return;
    }
    Optional<Proxy.Way> way = proxy.way(segment(context.normalizedPath()));
    if (way.isEmpty()) {
      refuse(context, NOT_FOUND);
      return;
    }
    count(context, way.get().service());
    HttpServerRequest request = context.request().pause();
    gate.enter(way.get().service(), request)
        .subscribe()
        .with(
            refused ->
                refused.ifPresentOrElse(
                    problem -> refuse(context, problem), () -> way.get().proxy().handle(request)),
            context::fail);
  }

  private void count(RoutingContext context, Service service) {
    long begin = System.nanoTime();
    context.addEndHandler(
        end ->
            meters.answered(
                service, context.response().getStatusCode(), System.nanoTime() - begin));
  }

  private static String segment(String path) {
    int end = path.indexOf('/', PREFIX.length());
    return end < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), end);
  }

  /** Answers without a service; what comes of the body is dropped. */
  private static void refuse(RoutingContext context, Problem problem) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = request.response();
    response.setStatusCode(problem.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, ALLOWED);
    }
    if (RequestCheck.hasBody(request)) {
      Forwarding.announceEnd(request);
    }
    request.resume();
    response
        .end(Json.encodeToBuffer(problem))
        .onComplete(sent -> Forwarding.endIfAnnounced(request));
  }
}
