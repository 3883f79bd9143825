package dev.parley.messages.notification;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The consumer of the jobs that are due, of the partitions that this replica owns. */
@ApplicationScoped
class JobStream {

  private final Notifier notifier;

  JobStream(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Takes a batch. What failed comes again by itself; the rest is done. */
  @Incoming("notifications")
  Uni<Void> handle(List<Job> jobs, IncomingRedisStreamBatch batch) {
    return notifier.process(jobs, batch);
  }
}
