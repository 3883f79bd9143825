package dev.parley.cache.model.follower;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The consumer of the event streams' partitions that this replica owns. */
@ApplicationScoped
class EventStream {

  private final Follower follower;

  EventStream(Follower follower) {
    this.follower = follower;
  }

  /**
   * Takes a batch. The next one comes when this one is done; after a failure, the same one comes
   * again.
   */
  @Incoming("events")
  Uni<Void> handle(List<byte[]> entries, IncomingRedisStreamBatch batch) {
    return follower.process(entries, batch);
  }
}
