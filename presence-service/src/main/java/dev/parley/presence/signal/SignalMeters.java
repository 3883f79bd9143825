package dev.parley.presence.signal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of signals. Thread-safe. */
@Singleton
class SignalMeters {

  /** What has become of a signal. */
  enum Outcome {
    /** It has changed a user's presence. */
    APPLIED,
    /** It changed nothing: it was there before, or a newer one. */
    OLD,
    /** Of a living node said to be dead, of a dead one said to live, or with wrong params. */
    REFUSED,
    /** It could not be read or carried out, and is in the dead letters. */
    REJECTED
  }

  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final LongAdder shown = new LongAdder();
  private final LongAdder told = new LongAdder();
  private final LongAdder heldBack = new LongAdder();

  SignalMeters() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    outcomes.forEach(
        (outcome, count) ->
            FunctionCounter.builder("parley.presence.signals", count, LongAdder::sum)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .description("Signals by what has become of them")
                .register(meters));
    FunctionCounter.builder("parley.presence.changes", shown, LongAdder::sum)
        .description("Changes of users' presence that others can see")
        .register(meters);
    FunctionCounter.builder("parley.presence.told", told, LongAdder::sum)
        .description("Changes that the watchers were told, each also when it was told again")
        .register(meters);
    FunctionCounter.builder("parley.presence.held.back", heldBack, LongAdder::sum)
        .description("Changes that were put off because another one was told just before")
        .register(meters);
  }

  void count(Outcome outcome) {
    outcomes.get(outcome).increment();
  }

  void changed(boolean toBeSeen, boolean isToldLater) {
    if (toBeSeen) {
      shown.increment();
    }
    if (isToldLater) {
      heldBack.increment();
    }
  }

  void told(int users) {
    told.add(users);
  }

  /** How many signals have come to this since the start. */
  long counted(Outcome outcome) {
    return outcomes.get(outcome).sum();
  }
}
