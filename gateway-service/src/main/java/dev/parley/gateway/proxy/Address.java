package dev.parley.gateway.proxy;

import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.vertx.core.Future;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.util.TypeLiteral;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * One address of a service, behind a circuit breaker of its own: an address that fails is left out
 * for a while, then one request tries it. Safe from any thread; blocks none.
 */
final class Address {

  private final URI uri;
  private final TypedGuard<CompletionStage<ProxyResponse>> guard;
  private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

  Address(String property, String url, ProxySettings.Circuit settings) {
    this.uri = checked(property, url);
    this.guard =
        TypedGuard.create(new TypeLiteral<CompletionStage<ProxyResponse>>() {})
            .withDescription(uri.toString())
            .withThreadOffload(false)
            .withCircuitBreaker()
            .requestVolumeThreshold(settings.requests())
            .failureRatio(settings.failures())
            .delay(settings.pause().toMillis(), ChronoUnit.MILLIS)
            .when(failure -> failure instanceof Outage outage && outage.kind.isItsFault())
            .onStateChange(this::changed)
            .done()
            .build();
  }

  /** Where a request to it goes. */
  RequestOptions target() {
    boolean tls = uri.getScheme().equals("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    return new RequestOptions().setHost(uri.getHost()).setPort(port).setSsl(tls);
  }

  /**
   * Calls it, unless it is left out.
   *
   * @param call has an answer, or fails with an {@link Outage}
   * @return the answer; fails with an {@link Outage} else
   */
  Future<ProxyResponse> call(Supplier<Future<ProxyResponse>> call) {
    return Future.fromCompletionStage(guard.get(() -> call.get().toCompletionStage()))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof CircuitBreakerOpenException
                        ? new Outage(Outage.Kind.LEFT_OUT)
                        : failure));
  }

  /** A location as clients can use it: without this address, which is none of theirs. */
  String withoutThis(String location) {
    String own = uri.getScheme() + "://" + uri.getRawAuthority();
    return location.startsWith(own + "/") ? location.substring(own.length()) : location;
  }

  /** Whether requests go there as usual. */
  boolean isUsual() {
    return state == CircuitBreakerState.CLOSED;
  }

  /** {@code closed} (as usual), {@code open} (left out) or {@code half_open} (being tried). */
  String state() {
    return state.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private void changed(CircuitBreakerState now) {
    state = now;
    if (now == CircuitBreakerState.OPEN) {
      Log.warnf("%s does not answer as it should, it is left out for a while", uri);
    } else if (now == CircuitBreakerState.CLOSED) {
      Log.infof("%s answers again", uri);
    }
  }

  private static URI checked(String property, String url) {
    URI uri;
    try {
      uri = URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw wrong(property);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!http
        || !bare
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw wrong(property);
    }
    return uri;
  }

  private static ConfigurationException wrong(String property) {
    return new ConfigurationException(
        property
            + " has something that is no address of a service:"
            + " it must be as http://host:8081 or https://host, without a path.");
  }
}
