package dev.parley.benchmark.connector;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The outgoing channel of an application that publishes. */
@Singleton
class Outlet {

  /** As many as the channel takes by default ({@code max-pending}). */
  static final int MAX_UNDER_WAY = 4_096;

  private final MutinyEmitter<byte[]> emitter;

  Outlet(
      @Channel("out") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MAX_UNDER_WAY)
          MutinyEmitter<byte[]> emitter) {
    this.emitter = emitter;
  }

  /** Completes when Redis has answered; sent on subscription. */
  Uni<Void> send(String key, byte[] payload) {
    return emitter.sendMessage(
        Message.of(payload).addMetadata(OutgoingRedisStreamMetadata.ofKey(key)));
  }
}
