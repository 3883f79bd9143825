package dev.parley.messages.downlink;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The event streams through the channel {@code events}. */
@ApplicationScoped
class ChannelEventAppender implements EventAppender {

  /** One message per partition and batch, and the most partitions allowed. */
  private static final int BUFFER = 1024;

  private final MutinyEmitter<byte[]> events;

  ChannelEventAppender(
      @Channel("events") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> events) {
    this.events = events;
  }

  @Override
  public Uni<Void> append(int partition, byte[] envelopes) {
    Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofPartition(partition));
    return events.sendMessage(Message.of(envelopes, metadata));
  }
}
