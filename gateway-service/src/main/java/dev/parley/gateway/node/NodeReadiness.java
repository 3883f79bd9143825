package dev.parley.gateway.node;

import dev.parley.gateway.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while clients may connect. */
@Readiness
@ApplicationScoped
class NodeReadiness implements HealthCheck {

  private final NodeLifecycle lifecycle;
  private final String node;

  @Inject
  NodeReadiness(NodeLifecycle lifecycle, GatewaySettings settings) {
    this.lifecycle = lifecycle;
    this.node = settings.node().id();
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("node")
        .status(lifecycle.isAccepting())
        .withData("id", node)
        .build();
  }
}
