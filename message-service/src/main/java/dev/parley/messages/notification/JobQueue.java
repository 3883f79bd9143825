package dev.parley.messages.notification;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.StreamFullException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Where jobs wait until they are due, in Redis. Thread-safe. */
@ApplicationScoped
class JobQueue {

  /** How many jobs are on their way to Redis at once. */
  private static final int AT_ONCE = 256;

  private static final int BUFFER = 1024;

  private final MutinyEmitter<Job> channel;
  private final NotificationMeters meters;
  private final Duration after;

  JobQueue(
      @Channel("notification-jobs")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<Job> channel,
      NotificationMeters meters,
      MessageServiceSettings settings) {
    this.channel = channel;
    this.meters = meters;
    this.after = settings.notifications().after();
  }

  /**
   * Adds jobs that are due after {@code parley.notifications.after}. Where too many wait already
   * they are dropped and counted: notifications must not hold up what is followed.
   *
   * @return completes when Redis has them; fails when that is unknown of one
   */
  Uni<Void> add(List<Job> jobs) {
    return Multi.createFrom()
        .iterable(jobs)
        .onItem()
        .transformToUni(this::add)
        .merge(AT_ONCE)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> add(Job job) {
    OutgoingRedisStreamMetadata where =
        OutgoingRedisStreamMetadata.ofKey(job.key()).withDelay(after);
    return channel
        .sendMessage(Message.of(job, Metadata.of(where)))
        .onFailure(StreamFullException.class)
        .invoke(() -> meters.count(job.way(), Outcome.DROPPED))
        .onFailure(StreamFullException.class)
        .recoverWithNull();
  }
}
