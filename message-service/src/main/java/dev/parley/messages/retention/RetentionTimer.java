package dev.parley.messages.retention;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.storage.Schema;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Begins the rounds of {@link Retention}, one at a time, and ends them with the service. */
@Singleton
class RetentionTimer {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final Retention retention;
  private final Schema schema;
  private final Duration interval;
  private final Vertx vertx;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
  private volatile boolean failing;
  private long timer;

  @Inject
  RetentionTimer(Retention retention, Schema schema, MessageServiceSettings settings, Vertx vertx) {
    this.retention = retention;
    this.schema = schema;
    this.interval = settings.retention().interval();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    FunctionCounter.builder("parley.retention.expired", retention, Retention::expired)
        .description("Messages deleted because of their age")
        .register(meters);
    FunctionCounter.builder("parley.retention.failures", retention, Retention::failures)
        .description("Conversations whose old messages could not be deleted, and failed rounds")
        .register(meters);
    timer = vertx.setPeriodic(interval.toMillis(), tick -> begin());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
    retention.stop();
    try {
      Uni.createFrom()
          .completionStage(round)
          .chain(retention::giveBack)
          .await()
          .atMost(STOP_TIMEOUT);
    } catch (RuntimeException e) {
      Log.debugf("the lease stays until it runs out: %s", e.getMessage());
    }
    round.cancel(true);
  }

  private void begin() {
    if (!schema.isReady() || !busy.compareAndSet(false, true)) {
      return;
    }
    round =
        retention
            .round()
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
      Log.warnf("old messages wait, trying again: %s", failure.getMessage());
    }
    failing = failure != null;
  }
}
