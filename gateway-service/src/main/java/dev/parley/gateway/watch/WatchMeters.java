package dev.parley.gateway.watch;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Publishes what is watched: {@code parley.watched} and {@code parley.watched.failures}. */
@Singleton
final class WatchMeters {

  void publish(@Observes StartupEvent event, MeterRegistry meters, WatchedConversations watched) {
    Gauge.builder("parley.watched", watched, WatchedConversations::count)
        .description("Large conversations that users of this gateway watch")
        .register(meters);
    FunctionCounter.builder("parley.watched.failures", watched, WatchedConversations::failures)
        .description("Questions which conversations users watch that had no answer")
        .register(meters);
  }
}
