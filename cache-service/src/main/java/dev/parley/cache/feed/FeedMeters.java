package dev.parley.cache.feed;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of calls. Thread-safe. */
@Singleton
class FeedMeters {

  private final Map<Page.State, LongAdder> gets = new EnumMap<>(Page.State.class);
  private final LongAdder stored = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder invalidated = new LongAdder();

  FeedMeters() {
    for (Page.State state : Page.State.values()) {
      gets.put(state, new LongAdder());
    }
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters, Feeds feeds) {
    gets.forEach(
        (state, count) ->
            FunctionCounter.builder("parley.feeds.gets", count, LongAdder::sum)
                .tag("result", state.name().toLowerCase(Locale.ROOT))
                .description("Pages asked for, by what the caller was told")
                .register(meters));
    FunctionCounter.builder("parley.feeds.degraded", feeds, Feeds::degraded)
        .description("Calls that did without Redis")
        .register(meters);
    Gauge.builder("parley.feeds.waiting", feeds, Feeds::waiting)
        .description("Callers that wait for a page that another one loads")
        .register(meters);
    counter(meters, stored, "stored", "Pages that were loaded and are kept");
    counter(meters, late, "late", "Pages that came too late, or after an invalidation");
    counter(meters, invalidated, "invalidated", "Scopes that were invalidated");
  }

  private static void counter(MeterRegistry meters, LongAdder count, String name, String what) {
    FunctionCounter.builder("parley.feeds." + name, count, LongAdder::sum)
        .description(what)
        .register(meters);
  }

  void got(Page page) {
    gets.get(page.state()).increment();
  }

  void put(boolean isKept) {
    (isKept ? stored : late).increment();
  }

  void invalidated() {
    invalidated.increment();
  }
}
