package dev.parley.cache.limit;

import dev.parley.limits.Standing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Counts what was decided, by policy. Safe from any thread. */
final class LimitMeters {

  private final MeterRegistry meters;

  LimitMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void count(List<Ruling> rulings) {
    for (Ruling ruling : rulings) {
      for (Standing standing : ruling.standings()) {
        count(standing.policy().name(), outcome(ruling, standing));
      }
    }
  }

  /** A call that found Redis away. */
  void countUnavailable(String operation) {
    Counter.builder("parley.limits.unavailable")
        .description("Calls about limits while Redis was away: alarm on it")
        .tag("operation", operation)
        .register(meters)
        .increment();
  }

  private static String outcome(Ruling ruling, Standing standing) {
    if (ruling.degraded()) {
      return standing.allowed() ? "made_up_allowed" : "made_up_refused";
    }
    if (!standing.allowed()) {
      return "refused";
    }
    return ruling.allowed() ? "allowed" : "not_taken";
  }

  private void count(String policy, String outcome) {
    Counter.builder("parley.limits.decisions")
        .description("Takes by policy, and by what has become of them")
        .tag("policy", policy)
        .tag("outcome", outcome)
        .register(meters)
        .increment();
  }
}
