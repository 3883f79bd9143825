package dev.parley.cache.counter;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.counter.CounterMeters.Call;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;

/** The way of callers to the counters: counted, in a time limit. Thread-safe. */
@Singleton
class CounterAccess {

  private final Counters counters;
  private final CounterMeters meters;
  private final Duration timeout;

  @Inject
  CounterAccess(Counters counters, CounterMeters meters, CacheServiceSettings settings) {
    this.counters = counters;
    this.meters = meters;
    this.timeout = settings.counters().timeout();
  }

  /** Fails with {@link ErrorCode#UNAVAILABLE} when Redis does not answer, or not in time. */
  <T> Uni<T> run(Call call, Function<Counters, Uni<T>> asked) {
    return Uni.createFrom()
        .deferred(() -> asked.apply(counters))
        .ifNoItem()
        .after(timeout)
        .fail()
        .invoke(() -> meters.count(call))
        .onFailure()
        .transform(this::unavailable);
  }

  private RefusedException unavailable(Throwable failure) {
    meters.count(Call.FAILED);
    Log.debugf("counters: %s", failure.getMessage());
    return new RefusedException(ErrorCode.UNAVAILABLE, "the counters cannot be reached now");
  }
}
