package dev.parley.gateway.proxy;

import dev.parley.gateway.proxy.Outage.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * One request on its way to a service: which address it goes to, and whether to another one after
 * that. What is known not to have been sent, and what only reads (GET, HEAD), is tried once more;
 * all else never, since it may have been carried out. Belongs to the event loop of its request.
 */
final class Exchange {

  private static final String KEY = Exchange.class.getName();

  private final ProxyContext context;
  private final Service service;
  private final RequestOptions limits;
  private final int first;

  private int visited;
  private boolean retried;
  private Address address;
  private Outage last = new Outage(Kind.LEFT_OUT);

  /**
   * @param limits the time limits of the request to the service
   */
  Exchange(ProxyContext context, Service service, RequestOptions limits) {
    this.context = context;
    this.service = service;
    this.limits = limits;
    this.first = service.turn();
    context.set(KEY, this);
  }

  /** Opens the request to the address that an exchange has come to. */
  static Future<HttpClientRequest> open(ProxyContext context) {
    Exchange exchange = context.get(KEY, Exchange.class);
    RequestOptions to =
        exchange
            .address
            .target()
            .setConnectTimeout(exchange.limits.getConnectTimeout())
            .setIdleTimeout(exchange.limits.getIdleTimeout());
    return context
        .client()
        .request(to)
        // What fails is in the answer's future; without a handler it would be logged as an error.
        .onSuccess(request -> request.exceptionHandler(failure -> {}))
        .recover(
            failure ->
                Future.failedFuture(
                    new Outage(
                        failure instanceof ConnectionPoolTooBusyException
                            ? Kind.BUSY
                            : Kind.UNREACHABLE)));
  }

  /** The address that an exchange has come to; empty when it has come to none. */
  static Optional<Address> address(ProxyContext context) {
    return Optional.ofNullable(context.get(KEY, Exchange.class)).map(exchange -> exchange.address);
  }

  /** The answer; fails with an {@link Outage} when there is none. */
  Future<ProxyResponse> send() {
    if (visited == service.addresses().size()) {
      return Future.failedFuture(last);
    }
    address = service.addresses().get((first + visited++) % service.addresses().size());
    return address.call(this::attempt).recover(this::again);
  }

  private Future<ProxyResponse> attempt() {
    return context
        .sendRequest()
        .transform(
            answer ->
                answer.succeeded()
                    ? judge(answer.result())
                    : Future.failedFuture(explain(answer.cause())));
  }

  private static Future<ProxyResponse> judge(ProxyResponse response) {
    return switch (response.getStatusCode()) {
      case 502, 503, 504 -> Future.failedFuture(new Outage(Kind.UNAVAILABLE, response));
      default -> Future.succeededFuture(response);
    };
  }

  private Outage explain(Throwable failure) {
    if (failure instanceof Outage outage) {
      return outage;
    }
    if (BodyLimit.isExceeded(context)) {
      return new Outage(Kind.TOO_LARGE);
    }
    HttpServerRequest client = context.request().proxiedRequest();
    if (client.response().closed()) {
      return new Outage(Kind.CLIENT_GONE);
    }
    if (isTimeout(failure)) {
      return new Outage(client.isEnded() ? Kind.TIMEOUT : Kind.CLIENT_SLOW);
    }
    return new Outage(Kind.BROKEN);
  }

  private static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
  }

  private Future<ProxyResponse> again(Throwable failure) {
    if (!(failure instanceof Outage outage)) {
      return Future.failedFuture(failure);
    }
    if (outage.kind == Kind.LEFT_OUT) {
      return send();
    }
    if (retried || visited == service.addresses().size() || !mayBeSentAgain(outage.kind)) {
      return Future.failedFuture(outage);
    }
    retried = true;
    if (outage.response != null) {
      outage.response.release();
    }
    last = new Outage(outage.kind);
    return send();
  }

  private boolean mayBeSentAgain(Kind kind) {
    HttpMethod method = context.request().getMethod();
    boolean reads =
        context.request().getBody() == null
            && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    return switch (kind) {
      case UNREACHABLE, BUSY -> true;
      case BROKEN, UNAVAILABLE -> reads;
      default -> false;
    };
  }
}
