package dev.parley.gateway.proxy;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/**
 * What happens to a request on its way to one service and to the answer on its way back. Bodies are
 * passed on as they come, with back-pressure.
 */
final class Forwarding implements ProxyInterceptor {

  private final Service service;
  private final RequestOptions limits;
  private final long maxBody;
  private final long pauseSeconds;
  private final ProxyMeters meters;

  Forwarding(Service service, ProxySettings settings, ProxyMeters meters) {
    this.service = service;
    this.limits =
        new RequestOptions()
            .setConnectTimeout(settings.connectTimeout().toMillis())
            .setIdleTimeout(settings.answerTimeout().toMillis());
    this.maxBody = settings.maxBody().asLongValue();
    this.pauseSeconds = Math.max(1, settings.circuit().pause().toSeconds());
    this.meters = meters;
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    HttpServerRequest client = context.request().proxiedRequest();
    boolean waits = client.headers().contains(HttpHeaders.EXPECT, "100-continue", true);
    HeaderRules.toService(context.request().headers(), client);
    if (!RequestCheck.hasBody(client)) {
      context.request().setBody(null);
      client.resume();
    } else if (!client.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      BodyLimit.set(context, maxBody);
    }
    if (waits) {
      client.response().writeContinue();
    }
    return new Exchange(context, service, limits)
        .send()
        .recover(failure -> Future.succeededFuture(instead(context, failure)));
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    MultiMap headers = context.response().headers();
    HeaderRules.toClient(headers, context.request().proxiedRequest().response().headers());
    String location = headers.get(HttpHeaders.LOCATION);
    if (location != null) {
      Exchange.address(context)
          .ifPresent(address -> headers.set(HttpHeaders.LOCATION, address.withoutThis(location)));
    }
    HttpServerRequest client = context.request().proxiedRequest();
    return context.sendResponse().onComplete(sent -> endIfAnnounced(client));
  }

  /** Says that the connection ends with the response, since the body was not read to its end. */
  static void announceEnd(HttpServerRequest client) {
    // An HTTP/2 connection has other requests as well, and goes on.
    if (client.version() != HttpVersion.HTTP_2) {
      client.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Ends the connection, when that was {@linkplain #announceEnd announced}. */
  static void endIfAnnounced(HttpServerRequest client) {
    if (client.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
      client.connection().close();
    }
  }

  /** What the client gets instead of an answer. */
  private ProxyResponse instead(ProxyContext context, Throwable failure) {
    Outage.Kind kind = failure instanceof Outage outage ? outage.kind : Outage.Kind.BROKEN;
    meters.failed(service, kind);
    if (failure instanceof Outage outage && outage.response != null) {
      return outage.response;
    }
    Problem problem = problem(kind);
    ProxyRequest request = context.request();
    if (kind == Outage.Kind.TOO_LARGE || kind == Outage.Kind.CLIENT_SLOW) {
      announceEnd(request.proxiedRequest());
    }
    ProxyResponse response =
        request
            .release()
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .setBody(Body.body(Json.encodeToBuffer(problem)));
    if (problem.status() == 503) {
      response.putHeader(
          HttpHeaders.RETRY_AFTER, Long.toString(kind == Outage.Kind.LEFT_OUT ? pauseSeconds : 1));
    }
    return response;
  }

  private Problem problem(Outage.Kind kind) {
    return switch (kind) {
      case UNREACHABLE, LEFT_OUT, UNAVAILABLE ->
          Problem.of(503, ErrorCode.UNAVAILABLE, service.name() + " cannot be reached", null);
      case BUSY ->
          Problem.of(503, ErrorCode.UNAVAILABLE, service.name() + " has too much to do", null);
      case TIMEOUT ->
          Problem.of(504, ErrorCode.TIMEOUT, service.name() + " did not answer in time", null);
      case BROKEN, CLIENT_GONE ->
          Problem.of(
              502,
              ErrorCode.UNAVAILABLE,
              service.name() + " did not answer; the request may have been carried out",
              null);
      case CLIENT_SLOW -> Problem.of(408, "the body did not come in time");
      case TOO_LARGE -> RequestCheck.tooLarge(maxBody);
    };
  }
}
