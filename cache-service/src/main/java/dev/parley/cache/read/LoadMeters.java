package dev.parley.cache.read;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts reads of models and their loads. Thread-safe. */
@Singleton
class LoadMeters {

  private final MeterRegistry meters;

  @Inject
  LoadMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** A model was read, all of it or not. */
  void read(String model, boolean hit) {
    meters
        .counter("parley.models.reads", "model", model, "result", hit ? "hit" : "miss")
        .increment();
  }

  /** Takes the time of a load. */
  <T> Uni<T> timed(String model, Uni<T> load) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Timer.Sample sample = Timer.start(meters);
              return load.onItemOrFailure()
                  .invoke((done, failure) -> sample.stop(timer(model, failure == null)));
            });
  }

  private Timer timer(String model, boolean loaded) {
    return Timer.builder("parley.models.loads")
        .description("Loads of read models from message-service")
        .tag("model", model)
        .tag("result", loaded ? "loaded" : "failed")
        .register(meters);
  }
}
