package dev.parley.gateway.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Publishes how many sessions there are and what waits to be sent to them: the gauges {@code
 * parley.sessions} and {@code parley.session.outstanding.bytes}.
 */
@Singleton
final class SessionMeters {

  void publish(@Observes StartupEvent event, MeterRegistry meters, Sessions sessions) {
    Gauge.builder("parley.sessions", sessions, Sessions::count)
        .description("Client connections of this gateway")
        .register(meters);
    Gauge.builder("parley.session.outstanding.bytes", sessions, Sessions::outstanding)
        .description("What waits to be sent to clients")
        .register(meters);
  }
}
