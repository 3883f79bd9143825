package dev.parley.cache;

import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What callers can do without: when Redis fails or is slow, there is another answer. Each such
 * answer is counted, each outage is logged once when it begins and once when it ends. Thread-safe.
 */
public final class BestEffort {

  private final String what;
  private final Duration timeout;
  private final LongAdder degraded = new LongAdder();
  private final AtomicBoolean out = new AtomicBoolean();

  /**
   * @param what for the log, such as "the cache"
   * @param timeout after which a call has failed
   */
  public BestEffort(String what, Duration timeout) {
    this.what = what;
    this.timeout = timeout;
  }

  /** What comes of the call, or the other answer; fails only when the call is refused. */
  public <T> Uni<T> orElse(Supplier<Uni<T>> call, T otherwise) {
    return Uni.createFrom()
        .deferred(call::get)
        .ifNoItem()
        .after(timeout)
        .fail()
        .invoke(this::well)
        .onFailure(failure -> !(failure instanceof RefusedException))
        .recoverWithItem(
            failure -> {
              failed(failure);
              return otherwise;
            });
  }

  /** How often the other answer was given. */
  public long degraded() {
    return degraded.sum();
  }

  private void well() {
    if (out.get() && out.compareAndSet(true, false)) {
      Log.infof("%s works again", what);
    }
  }

  private void failed(Throwable failure) {
    degraded.increment();
    if (out.compareAndSet(false, true)) {
      Log.warnf("%s does without Redis: %s", what, failure.getMessage());
    }
  }
}
