package dev.parley.messages.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what becomes of queries. Thread-safe. */
@ApplicationScoped
public class QueryMeters {

  private final Map<QueryOutcome, Counter> outcomes = new EnumMap<>(QueryOutcome.class);
  private final AtomicInteger underWay = new AtomicInteger();

  @Inject
  QueryMeters(MeterRegistry meters) {
    for (QueryOutcome outcome : QueryOutcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("parley.queries")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .description("Queries by what has become of them")
              .register(meters));
    }
    Gauge.builder("parley.queries.under.way", underWay, AtomicInteger::get)
        .description("Queries that are being answered")
        .register(meters);
  }

  void begun() {
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  void count(QueryOutcome outcome) {
    outcomes.get(outcome).increment();
  }

  /** How many queries have come to this since the start. */
  long count(String outcome) {
    return (long) outcomes.get(QueryOutcome.valueOf(outcome)).count();
  }
}
