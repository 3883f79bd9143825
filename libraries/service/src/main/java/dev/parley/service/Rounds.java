package dev.parley.service;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Something that is done again and again, one round at a time, as long as the service runs. A round
 * that fails is logged once, and tried again with the next one. Begun and ended once each.
 */
public final class Rounds {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final String what;
  private final Vertx vertx;
  private final Supplier<Uni<Void>> round;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile CompletableFuture<Void> current = CompletableFuture.completedFuture(null);
  private volatile boolean failing;
  private volatile boolean stopped;
  private long timer;

  /**
   * @param what for the log, such as "what is due"
   */
  public Rounds(String what, Vertx vertx, Supplier<Uni<Void>> round) {
    this.what = what;
    this.vertx = vertx;
    this.round = round;
  }

  /** Begins; the first round comes after the interval. */
  public void begin(Duration interval) {
    timer = vertx.setPeriodic(interval.toMillis(), tick -> now());
  }

  /** Ends: a round that goes in steps ends with its step, for which this waits a little. */
  public void end() {
    stopped = true;
    vertx.cancelTimer(timer);
    try {
      Uni.createFrom().completionStage(current).await().atMost(STOP_TIMEOUT);
    } catch (RuntimeException e) {
      Log.debugf("%s: the last round is left alone: %s", what, e.getMessage());
    }
  }

  /** Whether rounds are to end. */
  public boolean isStopped() {
    return stopped;
  }

  /** Begins the next round before its time, unless one is under way. */
  public void now() {
    if (stopped || !busy.compareAndSet(false, true)) {
      return;
    }
    current =
        Uni.createFrom()
            .deferred(round::get)
            .onItemOrFailure()
            .invoke((done, failure) -> note(failure))
            .onFailure()
            .recoverWithNull()
            .onTermination()
            .invoke(() -> busy.set(false))
            .subscribeAsCompletionStage();
  }

  private void note(Throwable failure) {
    if (failure != null && !failing) {
      Log.warnf("%s: trying again: %s", what, failure.getMessage());
    }
    failing = failure != null;
  }
}
