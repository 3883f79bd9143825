package dev.parley.cache.token;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts what becomes of tokens. Safe from any thread. */
@Singleton
final class TokenMeters {

  private static final String REFRESH = "parley.refresh.tokens";
  private static final String ONE_TIME = "parley.one.time.tokens";

  private final MeterRegistry meters;

  @Inject
  TokenMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** What alarms are set on is there from the start. */
  void begin(@Observes StartupEvent starting) {
    meters.counter(REFRESH, "outcome", "reused");
    meters.counter(ONE_TIME, "outcome", "wrong");
  }

  void refresh(String outcome) {
    meters.counter(REFRESH, "outcome", outcome).increment();
  }

  void oneTime(String outcome) {
    meters.counter(ONE_TIME, "outcome", outcome).increment();
  }
}
