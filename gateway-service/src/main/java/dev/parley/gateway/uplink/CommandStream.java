package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.gateway.GatewaySettings;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The way of the commands into their streams. Safe from any thread. */
@Singleton
class CommandStream {

  /** Commands that may wait before the connector takes them; its own bound comes on top. */
  static final int MAX_WAITING = 4096;

  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final Emitter<byte[]> emitter;
  private final String node;

  @Inject
  CommandStream(
      @Channel("commands") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> emitter,
      GatewaySettings settings) {
    this.emitter = emitter;
    this.node = settings.node().id();
  }

  /**
   * Appends a command. What one thread sends with one key keeps its order.
   *
   * @param session who gets the reply, and under which number
   * @param trace what its way belongs to; null when it is not traced
   * @param onFailure called at most once, from any thread, when the command could not be appended
   */
  void send(
      Command command,
      String user,
      String session,
      long request,
      Context trace,
      Consumer<Throwable> onFailure) {
    Envelope envelope =
        new Envelope(
            Ids.random(),
            command.type(),
            command.key(),
            System.currentTimeMillis(),
            user,
            new ReplyTo(node, session, request),
            command.payload());
    try {
      emitter.send(message(envelope, trace, onFailure));
    } catch (RuntimeException full) {
      // The emitter throws when its buffer is full or the channel is gone.
      onFailure.accept(full);
    }
  }

  private static Message<byte[]> message(
      Envelope envelope, Context trace, Consumer<Throwable> onFailure) {
    OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey(envelope.key());
    return Message.of(
        EnvelopeCodec.encode(envelope),
        trace == null ? Metadata.of(key) : Metadata.of(key, TracingMetadata.withCurrent(trace)),
        () -> DONE,
        failure -> {
          onFailure.accept(failure);
          return DONE;
        });
  }
}
