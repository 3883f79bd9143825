package dev.parley.messages.notification;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of jobs. Thread-safe. */
@ApplicationScoped
class NotificationMeters {

  private final Map<String, Map<Outcome, LongAdder>> ways = new HashMap<>();
  private final LongAdder passedOver = new LongAdder();

  @Inject
  NotificationMeters(@All List<Way> ways) {
    for (Way way : ways) {
      Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new LongAdder());
      }
      this.ways.put(way.name(), outcomes);
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    ways.forEach(
        (way, outcomes) ->
            outcomes.forEach(
                (outcome, count) ->
                    FunctionCounter.builder("parley.notifications", count, LongAdder::sum)
                        .tag("way", way)
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .description("Notifications by what has become of them")
                        .register(meters)));
    FunctionCounter.builder("parley.notifications.stale", passedOver, LongAdder::sum)
        .description("Messages that were too old to be notified")
        .register(meters);
  }

  /** Counts a job; one of a way that is not there is counted nowhere. */
  void count(String way, Outcome outcome) {
    Map<Outcome, LongAdder> outcomes = ways.get(way);
    if (outcomes != null) {
      outcomes.get(outcome).increment();
    }
  }

  /** Counts a message that is too old. */
  void passOver() {
    passedOver.increment();
  }

  /** How many jobs have come to this since the start. */
  long counted(String way, Outcome outcome) {
    return ways.get(way).get(outcome).sum();
  }

  /** How many messages were too old. */
  long passedOver() {
    return passedOver.sum();
  }
}
