package dev.parley.gateway.presence;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Publishes what is told and watched: {@code parley.signals}, {@code parley.signals.failures},
 * {@code parley.signals.waiting} and {@code parley.presence.watched}.
 */
@Singleton
final class PresenceMeters {

  void publish(
      @Observes StartupEvent event,
      MeterRegistry meters,
      Announcer announcer,
      WatchedUsers watched) {
    FunctionCounter.builder("parley.signals", announcer, Announcer::told)
        .description("Signals which connections a user has here")
        .register(meters);
    FunctionCounter.builder("parley.signals.failures", announcer, Announcer::failures)
        .description("Signals that could not be passed on, which is tried on")
        .register(meters);
    Gauge.builder("parley.signals.waiting", announcer, Announcer::waiting)
        .description("Users of whom there is something to tell")
        .register(meters);
    Gauge.builder("parley.presence.watched", watched, WatchedUsers::count)
        .description("Users whose presence is watched by connections of this gateway")
        .register(meters);
  }
}
