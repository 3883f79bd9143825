package dev.parley.gateway.downlink;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what comes for clients and to how many sessions it goes: {@code parley.events} and {@code
 * parley.deliveries}, by event. Their ratio is the fan-out. Thread-safe.
 */
@Singleton
final class FanOut {

  /** Names of events are the services', so they are few. */
  private final Map<String, Counts> counts = new ConcurrentHashMap<>();

  private final MeterRegistry meters;

  private record Counts(LongAdder events, LongAdder deliveries) {}

  @Inject
  FanOut(MeterRegistry meters) {
    this.meters = meters;
  }

  /** One event was handed to so many sessions. */
  void count(String event, int sessions) {
    Counts of = counts.computeIfAbsent(event, this::publish);
    of.events().increment();
    of.deliveries().add(sessions);
  }

  private Counts publish(String event) {
    Counts of = new Counts(new LongAdder(), new LongAdder());
    FunctionCounter.builder("parley.events", of.events(), LongAdder::sum)
        .tag("event", event)
        .description("Events that came for clients of this gateway")
        .register(meters);
    FunctionCounter.builder("parley.deliveries", of.deliveries(), LongAdder::sum)
        .tag("event", event)
        .description("Sessions that events were handed to")
        .register(meters);
    return of;
  }
}
