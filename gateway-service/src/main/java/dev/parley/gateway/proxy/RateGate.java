package dev.parley.gateway.proxy;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.auth.Credentials;
import dev.parley.gateway.auth.TokenVerifier;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Identity;
import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.limits.RateLimitFields;
import dev.parley.limits.Standing;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lets a request through to a service, or says that its caller has made too many: counted by user
 * when its token is good, by address else. A bad token is none of its business, the service refuses
 * it.
 */
@Singleton
final class RateGate {

  private static final Duration LONGEST = Duration.ofDays(1);

  private final TokenVerifier tokens;
  private final Policy byUser;
  private final Policy byAddress;
  private final RateLimits limits;

  @Inject
  RateGate(TokenVerifier tokens, GatewaySettings all) {
    this.tokens = tokens;
    ProxySettings.Rate settings = checked(all.proxy().rate());
    this.byUser = policy("user", settings.userRequests(), settings);
    this.byAddress = policy("address", settings.addressRequests(), settings);
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
                    ? limits.take(service.name(), byUser, identity.get().userId())
                    : limits.take(service.name(), byAddress, address(request)))
        .map(standing -> tell(standing, request));
  }

  private Uni<Optional<Identity>> caller(HttpServerRequest request) {
    return Credentials.bearer(request)
        .map(tokens::verify)
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  private static Optional<Problem> tell(Standing standing, HttpServerRequest request) {
    List<Standing> standings = List.of(standing);
    request
        .response()
        .putHeader(RateLimitFields.POLICY, RateLimitFields.policy(standings))
        .putHeader(RateLimitFields.LIMIT, RateLimitFields.limit(standings));
    if (standing.allowed()) {
      return Optional.empty();
    }
    request.response().putHeader(HttpHeaders.RETRY_AFTER, RateLimitFields.retryAfter(standings));
    return Optional.of(Problem.of(429, ErrorCode.RATE_LIMITED, "too many requests", null));
  }

  private static String address(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
  }

  private static Policy policy(String name, int quota, ProxySettings.Rate settings) {
    return new Policy(name, quota, settings.window(), Counting.ALL);
  }

  private static ProxySettings.Rate checked(ProxySettings.Rate settings) {
    isQuota("user-requests", settings.userRequests());
    isQuota("address-requests", settings.addressRequests());
    Duration window = settings.window();
    if (window.toSeconds() < 1 || window.toNanosPart() != 0 || window.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "parley.proxy.rate.window is " + window + ": it must be whole seconds, 1 s to 1 day.");
    }
    return settings;
  }

  private static void isQuota(String property, int value) {
    if (value < 1 || value > Policy.MAX_QUOTA) {
      throw new ConfigurationException(
          "parley.proxy.rate."
              + property
              + " is "
              + value
              + ": it must be 1 to "
              + Policy.MAX_QUOTA
              + ".");
    }
  }
}
