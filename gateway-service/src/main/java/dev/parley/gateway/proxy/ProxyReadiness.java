package dev.parley.gateway.proxy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how the addresses of the services are. The gateway is ready whatever becomes of them: what
 * goes over WebSockets does not need them.
 */
@Readiness
@ApplicationScoped
class ProxyReadiness implements HealthCheck {

  private final Proxy proxy;

  @Inject
  ProxyReadiness(Proxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder services = HealthCheckResponse.named("services").up();
    for (Service service : proxy.services()) {
      for (Address address : service.addresses()) {
        services.withData(service.name() + " " + address, address.state());
      }
    }
    return services.build();
  }
}
