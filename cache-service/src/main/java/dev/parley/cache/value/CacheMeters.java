package dev.parley.cache.value;

import dev.parley.cache.BestEffort;
import dev.parley.cache.CacheServiceSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of calls. Thread-safe. */
@Singleton
class CacheMeters {

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder sets = new LongAdder();
  private final LongAdder invalidations = new LongAdder();
  private final LongAdder deletions = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final BestEffort redis;

  @Inject
  CacheMeters(CacheServiceSettings settings) {
    this.redis = new BestEffort("the cache", settings.values().timeout());
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    String reads = "Reads by whether something was there";
    counter(meters, hits, "parley.cache.gets", "result", "hit", reads);
    counter(meters, misses, "parley.cache.gets", "result", "miss", reads);
    String bytes = "Bytes of values that were read and written";
    counter(meters, bytesRead, "parley.cache.bytes", "way", "read", bytes);
    counter(meters, bytesWritten, "parley.cache.bytes", "way", "written", bytes);
    String changes = "Values written, deleted by a call, and namespaces and tags invalidated";
    counter(meters, sets, "parley.cache.changes", "kind", "set", changes);
    counter(meters, deletions, "parley.cache.changes", "kind", "delete", changes);
    counter(meters, invalidations, "parley.cache.changes", "kind", "invalidate", changes);
    FunctionCounter.builder("parley.cache.degraded", redis, BestEffort::degraded)
        .description("Calls that did without Redis: reads missed, writes did nothing")
        .register(meters);
  }

  private static void counter(
      MeterRegistry meters, LongAdder count, String name, String tag, String value, String what) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .tag(tag, value)
        .description(what)
        .register(meters);
  }

  /** What the calls do without Redis. */
  BestEffort redis() {
    return redis;
  }

  void hit(long bytes) {
    hits.increment();
    bytesRead.add(bytes);
  }

  void read(boolean found) {
    (found ? hits : misses).increment();
  }

  void set(int values, long bytes) {
    sets.add(values);
    bytesWritten.add(bytes);
  }

  void deleted(long values) {
    deletions.add(values);
  }

  void invalidated() {
    invalidations.increment();
  }
}
