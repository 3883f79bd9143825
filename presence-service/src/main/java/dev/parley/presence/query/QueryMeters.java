package dev.parley.presence.query;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of questions. Thread-safe. */
@Singleton
public class QueryMeters {

  private final Map<QueryOutcome, LongAdder> outcomes = new EnumMap<>(QueryOutcome.class);

  QueryMeters() {
    for (QueryOutcome outcome : QueryOutcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    outcomes.forEach(
        (outcome, count) ->
            FunctionCounter.builder("parley.queries", count, LongAdder::sum)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .description("Questions by what has become of them")
                .register(meters));
  }

  void count(QueryOutcome outcome) {
    outcomes.get(outcome).increment();
  }

  /** How many have come to this since the start. */
  long counted(QueryOutcome outcome) {
    return outcomes.get(outcome).sum();
  }
}
