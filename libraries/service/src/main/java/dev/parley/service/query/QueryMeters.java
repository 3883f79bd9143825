package dev.parley.service.query;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of queries. Thread-safe. */
@Singleton
public class QueryMeters {

  private final Map<QueryOutcome, LongAdder> outcomes = new EnumMap<>(QueryOutcome.class);
  private final AtomicInteger underWay = new AtomicInteger();

  /** Counts from zero. */
  public QueryMeters() {
    for (QueryOutcome outcome : QueryOutcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    outcomes.forEach(
        (outcome, count) ->
            FunctionCounter.builder("parley.queries", count, LongAdder::sum)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .description("Queries by what has become of them")
                .register(meters));
    Gauge.builder("parley.queries.under.way", underWay, AtomicInteger::get)
        .description("Queries that are being answered")
        .register(meters);
  }

  /** A query is under way; {@link #ended} follows. */
  public void begun() {
    underWay.incrementAndGet();
  }

  /** It is no longer. */
  public void ended() {
    underWay.decrementAndGet();
  }

  /** A query has come to this. */
  public void count(QueryOutcome outcome) {
    outcomes.get(outcome).increment();
  }

  /** How many queries have come to this since the start. */
  public long counted(QueryOutcome outcome) {
    return outcomes.get(outcome).sum();
  }
}
