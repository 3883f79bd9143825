package dev.parley.messages.storage;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the {@link Schema} is there. Whether MongoDB answers now, its own check tells. */
@Readiness
class SchemaCheck implements HealthCheck {

  private final Schema schema;

  SchemaCheck(Schema schema) {
    this.schema = schema;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("MongoDB indexes").status(schema.isReady()).build();
  }
}
