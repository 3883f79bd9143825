package dev.parley.messages.notification;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Does jobs that are due: looks up, for the whole batch together, what has become of their
 * messages, sends what is still to be told, and takes note of it. A crash between the two makes a
 * notification go out twice, with the same id. Thread-safe.
 */
@ApplicationScoped
class Notifier {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /** How long MongoDB may be away before a batch fails. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Jobs of one key, and where they stand in the batch. */
  private record Task(Job job, List<Integer> places) {}

  private final Situations situations;
  private final NotificationRepository notifications;
  private final Map<String, Way> ways;
  private final NotificationMeters meters;
  private final int atOnce;

  @Inject
  Notifier(
      Situations situations,
      NotificationRepository notifications,
      @All List<Way> ways,
      NotificationMeters meters,
      MessageServiceSettings settings) {
    this.situations = situations;
    this.notifications = notifications;
    this.ways =
        ways.stream().filter(Way::isOn).collect(Collectors.toMap(Way::name, Function.identity()));
    this.meters = meters;
    this.atOnce = settings.notifications().atOnce();
  }

  /**
   * Does the jobs, {@code parley.notifications.at-once} at once. What could not be sent is failed
   * or rejected in the batch; fails as a whole when MongoDB is away for a minute.
   */
  Uni<Void> process(List<Job> jobs, IncomingRedisStreamBatch batch) {
    Collection<Task> tasks = tasks(jobs);
    return Uni.createFrom()
        .deferred(() -> situations.of(tasks.stream().map(Task::job).toList()))
        .onFailure()
        .invoke(
            failure ->
                Log.warnf("notifications wait for MongoDB: %s", failure.getClass().getName()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
        .expireIn(PATIENCE.toMillis())
        .chain(
            situation ->
                Multi.createFrom()
                    .iterable(tasks)
                    .onItem()
                    .transformToUni(task -> process(task, situation, batch))
                    .merge(atOnce)
                    .collect()
                    .last())
        .replaceWithVoid();
  }

  private static Collection<Task> tasks(List<Job> jobs) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      Task known = tasks.get(job.key());
      Task task =
          known == null
              ? new Task(job, new ArrayList<>())
              : new Task(known.job().and(job), known.places());
      task.places().add(i);
      tasks.put(job.key(), task);
    }
    return tasks.values();
  }

  private Uni<Outcome> process(Task task, Situation situation, IncomingRedisStreamBatch batch) {
    Job job = task.job();
    return Uni.createFrom()
        .deferred(() -> carryOut(job, situation.decide(job)))
        .onFailure()
        .recoverWithItem(failure -> failed(task, failure, batch))
        .invoke(outcome -> meters.count(job.way(), outcome));
  }

  private Uni<Outcome> carryOut(Job job, Situation.Decision decision) {
    Way way = ways.get(job.way());
    if (way == null) {
      throw new NotAcceptedException("notifications by " + job.way() + " are off");
    }
    Notification notification = decision.notification();
    return notification == null
        ? Uni.createFrom().item(decision.outcome())
        : way.send(notification)
            .call(() -> notifications.notified(job.key(), notification.toSeq(), Instant.now()));
  }

  private static Outcome failed(Task task, Throwable failure, IncomingRedisStreamBatch batch) {
    if (failure instanceof NotAcceptedException) {
      task.places().forEach(place -> batch.reject(place, failure));
      return Outcome.REFUSED;
    }
    task.places().forEach(place -> batch.fail(place, failure));
    return Outcome.FAILED;
  }
}
