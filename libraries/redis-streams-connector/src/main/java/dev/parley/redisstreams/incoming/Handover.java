package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.tracing.Tracing;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Makes messages of what is ready and hands them to the subscriber, as many as it asks for; batches
 * one at a time. Each message has a Vert.x context of its own (a duplicate, as Vert.x calls it), so
 * that what the application keeps there does not leak into the next one.
 *
 * <p>On the channel's event loop.
 */
final class Handover {

  private final IncomingConfig config;
  private final Context context;
  private final Intake intake;
  private final MessagePublisher publisher;
  private final BatchDecoder decoder;
  private final Tracing tracing;
  private final Consumer<Handed<?>> onOutcome;
  private int outstanding;

  /**
   * A hand-over to one subscriber.
   *
   * @param onOutcome called from any thread, once for each message
   */
  Handover(
      IncomingConfig config,
      Context context,
      Intake intake,
      MessagePublisher publisher,
      BatchDecoder decoder,
      Tracing tracing,
      Consumer<Handed<?>> onOutcome) {
    this.config = config;
    this.context = context;
    this.intake = intake;
    this.publisher = publisher;
    this.decoder = decoder;
    this.tracing = tracing;
    this.onOutcome = onOutcome;
  }

  /** Messages in the application's hands. */
  int outstanding() {
    return outstanding;
  }

  /** An outcome was taken note of. */
  void ended() {
    outstanding--;
  }

  /** Hands over what can be handed over. */
  void run() {
    while (publisher.hasDemand() && (!config.batch() || outstanding == 0)) {
      Handed<?> next = config.batch() ? nextBatch() : nextOne();
      if (next == null) {
        return;
      }
      outstanding++;
      if (next.getPayload() instanceof List<?> payloads && payloads.isEmpty()) {
        // Nothing of the batch could be decoded.
        next.end(null, null);
      } else {
        emit(next);
      }
    }
  }

  private Handed<?> nextOne() {
    Delivery delivery = intake.next();
    if (delivery == null) {
      return null;
    }
    IncomingRedisStreamMetadata metadata = delivery.metadata();
    Tracing.Operation trace = tracing.processing(config.group(), List.of(metadata));
    return new Handed<>(
        delivery.entry().data(),
        metadata(metadata, trace),
        List.of(delivery),
        null,
        trace,
        onOutcome);
  }

  private Handed<?> nextBatch() {
    List<Delivery> deliveries =
        intake.nextBatch(config.batchSize(), d -> config.failure().isLast(d.attempt()));
    if (deliveries.isEmpty()) {
      return null;
    }
    List<byte[]> payloads = new ArrayList<>(deliveries.size());
    List<IncomingRedisStreamMetadata> entries = new ArrayList<>(deliveries.size());
    boolean gap = false;
    for (Delivery delivery : deliveries) {
      payloads.add(delivery.entry().data());
      entries.add(delivery.metadata());
      gap |= delivery.gap();
    }
    IncomingRedisStreamBatch batch = new IncomingRedisStreamBatch(entries, gap);
    BatchDecoder.Decoded decoded = decoder.decode(payloads, batch);
    Tracing.Operation trace = tracing.processing(config.group(), entries);
    return new Handed<>(
        decoded.payloads(), metadata(decoded.batch(), trace), deliveries, batch, trace, onOutcome);
  }

  private Metadata metadata(Object own, Tracing.Operation trace) {
    Context duplicate = VertxContext.createNewDuplicatedContext(context);
    VertxContextSafetyToggle.setContextSafe(duplicate, true);
    LocalContextMetadata local = new LocalContextMetadata(duplicate);
    return trace.metadata() == null
        ? Metadata.of(own, local)
        : Metadata.of(own, local, trace.metadata());
  }

  private void emit(Handed<?> message) {
    Context own =
        message.getMetadata(LocalContextMetadata.class).map(LocalContextMetadata::context).get();
    ((ContextInternal) own)
        .dispatch(
            () -> {
              try {
                publisher.emit(message);
              } catch (RuntimeException refused) {
                message.end(refused, null);
              }
            });
  }
}
