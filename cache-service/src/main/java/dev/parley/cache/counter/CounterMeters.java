package dev.parley.cache.counter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls. Thread-safe. */
@Singleton
class CounterMeters {

  /** What was asked for. */
  enum Call {
    LIKE,
    UNLIKE,
    VIEW,
    COMMENT,
    READ,
    RESTORE,
    DELETE,
    /** Any of them, that Redis did not answer. */
    FAILED
  }

  private final Map<Call, LongAdder> calls = new EnumMap<>(Call.class);

  CounterMeters() {
    for (Call call : Call.values()) {
      calls.put(call, new LongAdder());
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    calls.forEach(
        (call, count) ->
            FunctionCounter.builder("parley.counters.calls", count, LongAdder::sum)
                .tag("call", call.name().toLowerCase(Locale.ROOT))
                .description("Calls by what they asked for, or that they failed")
                .register(meters));
  }

  void count(Call call) {
    calls.get(call).increment();
  }
}
