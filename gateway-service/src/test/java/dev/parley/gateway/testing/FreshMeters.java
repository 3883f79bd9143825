package dev.parley.gateway.testing;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Applications that are started one after the other in this JVM share Micrometer's global registry:
 * without this the next one would publish the meters of one that has ended.
 */
@Singleton
class FreshMeters {

  void clear(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    Metrics.globalRegistry.clear();
  }
}
