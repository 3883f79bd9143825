package dev.parley.cache.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts what becomes of sessions. There from the start; safe from any thread. */
@Singleton
final class SessionMeters {

  private final Counter created;
  private final Counter hits;
  private final Counter misses;
  private final Counter revoked;
  private final Counter tooMany;
  private final Counter untold;

  @Inject
  SessionMeters(MeterRegistry meters, SessionsAlive alive) {
    created = counter(meters, "parley.sessions.created", "Sessions that were made");
    hits = lookup(meters, "hit");
    misses = lookup(meters, "miss");
    revoked = ended(meters, "revoked");
    tooMany = ended(meters, "too_many");
    untold =
        counter(
            meters,
            "parley.sessions.untold",
            "Ends of sessions that could not be told to all gateways");
    Gauge.builder("parley.sessions.alive", alive, SessionsAlive::estimate)
        .description("Sessions used within the last one or two idle times, by a HyperLogLog")
        .register(meters);
  }

  void begin(@Observes StartupEvent starting) {}

  void created() {
    created.increment();
  }

  void lookedUp(boolean hit) {
    (hit ? hits : misses).increment();
  }

  void revoked(int sessions) {
    revoked.increment(sessions);
  }

  void tooMany(int sessions) {
    tooMany.increment(sessions);
  }

  void untold() {
    untold.increment();
  }

  private static Counter lookup(MeterRegistry meters, String outcome) {
    return Counter.builder("parley.sessions.lookups")
        .description("Look-ups of sessions by their secret")
        .tag("outcome", outcome)
        .register(meters);
  }

  private static Counter ended(MeterRegistry meters, String reason) {
    return Counter.builder("parley.sessions.ended")
        .description("Sessions that were ended before their time")
        .tag("reason", reason)
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }
}
