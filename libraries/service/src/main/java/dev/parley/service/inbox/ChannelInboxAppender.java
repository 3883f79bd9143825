package dev.parley.service.inbox;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.routing.InboxAppender;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The inboxes of all nodes, this one's too, through the channel {@code inboxes}. */
@ApplicationScoped
class ChannelInboxAppender implements InboxAppender {

  /** One message per node and batch: more than anybody runs gateways. */
  private static final int BUFFER = 1024;

  private final MutinyEmitter<byte[]> inboxes;
  private final RedisKeys keys;

  ChannelInboxAppender(
      @Channel("inboxes") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> inboxes,
      RedisKeys keys) {
    this.inboxes = inboxes;
    this.keys = keys;
  }

  @Override
  public Uni<Boolean> append(String node, byte[] entry) {
    Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofStream(keys.inbox(node)));
    return inboxes
        .sendMessage(Message.of(entry, metadata))
        .replaceWith(true)
        .onFailure(NoSuchStreamException.class)
        .recoverWithItem(false);
  }
}
