package dev.parley.cache.model;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of events and of models. Thread-safe. */
@Singleton
public class ModelMeters {

  /** What has become of an event. */
  public enum Outcome {
    /** It is in the models that there are. */
    APPLIED,
    /** It changes no model, or nobody knows its type. */
    IGNORED,
    /** It could not be read; its entry is in the dead letters. */
    REJECTED
  }

  /** Why a model was dropped, to be loaded anew by whoever asks for it. */
  public enum Reason {
    /** What came before a change is not there. */
    HOLE,
    /** Other messages are pinned, and the event does not say which. */
    PINNED,
    /** It became too large. */
    SIZE
  }

  private final Map<Outcome, LongAdder> events = counts(Outcome.class);
  private final Map<Reason, LongAdder> dropped = counts(Reason.class);
  private volatile Timer lag;

  private static <E extends Enum<E>> Map<E, LongAdder> counts(Class<E> type) {
    Map<E, LongAdder> counts = new EnumMap<>(type);
    for (E one : type.getEnumConstants()) {
      counts.put(one, new LongAdder());
    }
    return counts;
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    events.forEach(
        (outcome, count) ->
            FunctionCounter.builder("parley.models.events", count, LongAdder::sum)
                .tag("outcome", tag(outcome))
                .description("Events by what has become of them")
                .register(meters));
    dropped.forEach(
        (reason, count) ->
            FunctionCounter.builder("parley.models.dropped", count, LongAdder::sum)
                .tag("reason", tag(reason))
                .description("Read models that were dropped while they followed the events")
                .register(meters));
    lag =
        Timer.builder("parley.models.lag")
            .description("From the oldest event of a batch until the batch was applied")
            .register(meters);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** So many events have come to this. */
  public void events(Outcome outcome, int count) {
    events.get(outcome).add(count);
  }

  /** So many models were dropped. */
  public void dropped(Reason reason, int count) {
    dropped.get(reason).add(count);
  }

  /** A batch was applied that long after the oldest of its events. */
  public void lag(Duration behind) {
    if (lag != null && !behind.isNegative()) {
      lag.record(behind);
    }
  }

  /** How many events have come to this since the start. */
  public long counted(Outcome outcome) {
    return events.get(outcome).sum();
  }

  /** How many models were dropped for this since the start. */
  public long counted(Reason reason) {
    return dropped.get(reason).sum();
  }
}
