package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.tracing.Tracing;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * What one message carries, in the application's hands until it is acknowledged or not; the first
 * of these counts. Both complete at once: they say that the application is done, and Redis learns
 * of it with what else is to be told.
 *
 * @param <T> the payload
 */
final class Handed<T> implements Message<T> {

  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final T payload;
  private final Metadata metadata;
  private final List<Delivery> deliveries;
  private final IncomingRedisStreamBatch batch;
  private final Tracing.Operation trace;
  private final Consumer<Handed<?>> onOutcome;
  private final AtomicBoolean over = new AtomicBoolean();
  private Throwable cause;
  private OnNack how;

  /**
   * A message that nobody has yet.
   *
   * @param batch null for a single entry
   * @param onOutcome called once, from any thread
   */
  Handed(
      T payload,
      Metadata metadata,
      List<Delivery> deliveries,
      IncomingRedisStreamBatch batch,
      Tracing.Operation trace,
      Consumer<Handed<?>> onOutcome) {
    this.payload = payload;
    this.metadata = metadata;
    this.deliveries = deliveries;
    this.batch = batch;
    this.trace = trace;
    this.onOutcome = onOutcome;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Null for a single entry. */
  IncomingRedisStreamBatch batch() {
    return batch;
  }

  Tracing.Operation trace() {
    return trace;
  }

  /** Why the application gave it back; null when it is done. */
  Throwable cause() {
    return cause;
  }

  /** What the application asked for; null for the channel's strategy. */
  OnNack how() {
    return how;
  }

  /** The outcome, which counts if it is the first. */
  void end(Throwable failure, OnNack wanted) {
    if (over.compareAndSet(false, true)) {
      cause = failure;
      how = wanted;
      onOutcome.accept(this);
    }
  }

  @Override
  public T getPayload() {
    return payload;
  }

  @Override
  public Metadata getMetadata() {
    return metadata;
  }

  @Override
  public Function<Metadata, CompletionStage<Void>> getAckWithMetadata() {
    return ignored -> {
      end(null, null);
      return DONE;
    };
  }

  @Override
  public BiFunction<Throwable, Metadata, CompletionStage<Void>> getNackWithMetadata() {
    return (failure, given) -> {
      end(failure, given == null ? null : given.get(OnNack.class).orElse(null));
      return DONE;
    };
  }
}
