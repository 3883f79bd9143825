package dev.parley.gateway.proxy;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.auth.Credentials;
import dev.parley.gateway.auth.TokenVerifier;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Identity;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Lets a request through to a service, or says that its caller has made too many: counted by user
 * when its token is good, by address else. A bad token is none of its business, the service refuses
 * it.
 */
@Singleton
final class RateGate {

  private final TokenVerifier tokens;
  private final ProxySettings.Rate settings;
  private final RateLimits limits;

  @Inject
  RateGate(TokenVerifier tokens, GatewaySettings all) {
    this.tokens = tokens;
    this.settings = checked(all.proxy().rate());
    this.limits = new RateLimits(settings.window(), System::nanoTime);
  }

  /**
   * Counts a request, and says in the response's headers how its caller stands. On the request's
   * event loop.
   *
   * @return why it must not go on; empty when it may
   */
  Uni<Optional<Problem>> enter(Service service, HttpServerRequest request) {
    return caller(request)
        .map(
            identity ->
                identity.isPresent()
                    ? limits.take(
                        service.name(), "user", identity.get().userId(), settings.userRequests())
                    : limits.take(
                        service.name(), "address", address(request), settings.addressRequests()))
        .map(standing -> tell(standing, request));
  }

  private Uni<Optional<Identity>> caller(HttpServerRequest request) {
    return Credentials.bearer(request)
        .map(tokens::verify)
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private static Optional<Problem> tell(RateLimits.Standing standing, HttpServerRequest request) {
    request
        .response()
        .putHeader("RateLimit-Policy", standing.policyHeader())
        .putHeader("RateLimit", standing.header());
    if (standing.isAllowed()) {
      return Optional.empty();
    }
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "" + standing.retrySeconds());
    return Optional.of(Problem.of(429, ErrorCode.RATE_LIMITED, "too many requests", null));
  }

  private static String address(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
  }

  private static ProxySettings.Rate checked(ProxySettings.Rate settings) {
    atLeastOne("user-requests", settings.userRequests());
    atLeastOne("address-requests", settings.addressRequests());
    if (settings.window().toSeconds() < 1 || settings.window().toDays() > 1) {
      throw new ConfigurationException(
          "parley.proxy.rate.window is " + settings.window() + ": it must be from 1 s to 1 day.");
    }
    return settings;
  }

  private static void atLeastOne(String property, int value) {
    if (value < 1) {
      throw new ConfigurationException(
          "parley.proxy.rate." + property + " is " + value + ": it must be at least 1.");
    }
  }
}
