package dev.parley.service.node;

import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads the inbox of this process, the channel {@code inbox}, and hands it to the {@linkplain
 * NodeListener listeners}. An entry that cannot be read goes to the dead letters.
 */
@ApplicationScoped
class OwnInbox {

  private final List<NodeListener> listeners;

  @Inject
  OwnInbox(@All List<NodeListener> listeners) {
    this.listeners = listeners;
  }

  @Incoming("inbox")
  Uni<Void> onBatch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    if (batch.gap()) {
      Log.warn("entries of the inbox were trimmed before they were read");
      listeners.forEach(NodeListener::missed);
    }
    for (int i = 0; i < payloads.size(); i++) {
      try {
        InboxEntryCodec.decode(payloads.get(i)).items().forEach(this::received);
      } catch (RuntimeException unreadable) {
        Log.errorf("inbox entry %s cannot be read: %s", batch.entries().get(i).id(), unreadable);
        batch.reject(i, unreadable);
      }
    }
    return Uni.createFrom().voidItem();
  }

  private void received(InboxItem item) {
    listeners.forEach(listener -> listener.received(item));
  }
}
