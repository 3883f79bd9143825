package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Session;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.TracingMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The way into the streams of the commands, the signals and the queries. What one thread sends on
 * one way with one key keeps its order. Safe from any thread.
 */
@Singleton
class Uplink {

  /** What may wait per channel before the connector takes it; its own bound comes on top. */
  private static final int MAX_WAITING = 4096;

  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
  private static final Supplier<CompletionStage<Void>> ACCEPTED = () -> DONE;

  private final Map<Way, Emitter<byte[]>> channels;
  private final String node;

  @Inject
  Uplink(
      @Channel("commands") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> commands,
      @Channel("queries") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> queries,
      @Channel("signals") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> signals,
      @Channel("presence-queries")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> presenceQueries,
      @Channel("model-queries")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_WAITING)
          Emitter<byte[]> modelQueries,
      GatewaySettings settings) {
    this.channels =
        new EnumMap<>(
            Map.of(
                Way.COMMAND, commands,
                Way.NOTICE, commands,
                Way.QUERY, queries,
                Way.SIGNAL, signals,
                Way.PRESENCE_QUERY, presenceQueries,
                Way.MODEL_QUERY, modelQueries));
    this.node = settings.node().id();
  }

  /**
   * Passes on what has a reply.
   *
   * @param user on whose behalf
   * @param session who gets the reply
   * @param request under which number
   * @param trace what its way belongs to; null when it is not traced
   * @param onFailure called at most once, from any thread, when it could not be appended
   */
  void ask(
      Command command,
      String user,
      String session,
      long request,
      Context trace,
      Consumer<Throwable> onFailure) {
    ReplyTo replyTo = new ReplyTo(node, session, request);
    send(command, envelope(command, user, replyTo), trace, ACCEPTED, onFailure);
  }

  /** Passes on what has no reply; the same otherwise. */
  void tell(Command notice, Session from, Context trace, Consumer<Throwable> onFailure) {
    send(notice, envelope(notice, from.userId(), null), trace, ACCEPTED, onFailure);
  }

  /** Passes on what has no reply either; completes when it is in its stream. */
  Uni<Void> signal(Command signal) {
    return Uni.createFrom()
        .emitter(
            done ->
                send(
                    signal,
                    envelope(signal, signal.key(), null),
                    null,
                    () -> {
                      done.complete(null);
                      return DONE;
                    },
                    done::fail));
  }

  private void send(
      Command command,
      Envelope envelope,
      Context trace,
      Supplier<CompletionStage<Void>> onAppended,
      Consumer<Throwable> onFailure) {
    try {
      channels.get(command.way()).send(message(envelope, trace, onAppended, onFailure));
    } catch (RuntimeException full) {
      // The emitter throws when its buffer is full or the channel is gone.
      onFailure.accept(full);
    }
  }

  private static Envelope envelope(Command command, String user, ReplyTo replyTo) {
    return new Envelope(
        Ids.random(),
        command.type(),
        command.key(),
        System.currentTimeMillis(),
        user,
        replyTo,
        command.payload());
  }

  private static Message<byte[]> message(
      Envelope envelope,
      Context trace,
      Supplier<CompletionStage<Void>> onAppended,
      Consumer<Throwable> onFailure) {
    OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey(envelope.key());
    return Message.of(
        EnvelopeCodec.encode(envelope),
        trace == null ? Metadata.of(key) : Metadata.of(key, TracingMetadata.withCurrent(trace)),
        onAppended,
        failure -> {
          onFailure.accept(failure);
          return DONE;
        });
  }
}
