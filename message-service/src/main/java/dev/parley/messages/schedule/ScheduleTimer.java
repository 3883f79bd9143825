package dev.parley.messages.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.SendScheduled;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.storage.Schema;
import dev.parley.messages.submission.Submissions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells the owners of conversations which scheduled messages are due. Every replica looks; each
 * message is taken by one of them, and told again while it is still stored some time later. So
 * nothing is lost with a replica or with Redis; that a message is told twice does no harm, because
 * its owner sends it only while it is scheduled.
 */
@Singleton
class ScheduleTimer {

  /** Messages that are told in one go; the rest follows with the next look. */
  static final int MAX_AT_ONCE = 100;

  /** Time for the owner to send what it was told. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);

  private final ScheduleRepository scheduled;
  private final Submissions submissions;
  private final Schema schema;
  private final ObjectMapper json;
  private final Duration interval;
  private final Vertx vertx;
  private final LongAdder told = new LongAdder();
  private final AtomicBoolean looking = new AtomicBoolean();
  private boolean failing;
  private long timer;

  @Inject
  ScheduleTimer(
      ScheduleRepository scheduled,
      Submissions submissions,
      Schema schema,
      ObjectMapper json,
      MessageServiceSettings settings,
      Vertx vertx) {
    this.scheduled = scheduled;
    this.submissions = submissions;
    this.schema = schema;
    this.json = json;
    this.interval = settings.schedule().interval();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    FunctionCounter.builder("parley.scheduled.due", told, LongAdder::sum)
        .description("Scheduled messages whose time has come, each time that one was told")
        .register(meters);
    timer = vertx.setPeriodic(interval.toMillis(), tick -> look());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
  }

  private void look() {
    if (!schema.isReady() || !looking.compareAndSet(false, true)) {
      return;
    }
    tellDue()
        .onTermination()
        .invoke(() -> looking.set(false))
        .subscribe()
        .with(done -> noteFailing(null), this::noteFailing);
  }

  /**
   * Tells what is due, one after the other: few messages are scheduled for the same second.
   * Completes at the first look that finds nothing.
   */
  Uni<Void> tellDue() {
    return tellNext(MAX_AT_ONCE);
  }

  private Uni<Void> tellNext(int most) {
    Instant now = Instant.now();
    return scheduled
        .take(now, now.plus(TRY_AGAIN))
        .chain(
            message ->
                message == null
                    ? Uni.createFrom().voidItem()
                    : tell(message)
                        .chain(() -> most == 1 ? Uni.createFrom().voidItem() : tellNext(most - 1)));
  }

  private Uni<Void> tell(ScheduledMessage message) {
    told.increment();
    return submissions.tell(
        SendScheduled.TYPE,
        message.conversationId(),
        payload(new SendScheduled(message.conversationId(), message.clientMessageId())),
        message.senderId());
  }

  private RawJson payload(SendScheduled due) {
    try {
      return RawJson.of(json.writeValueAsBytes(due));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void noteFailing(Throwable failure) {
    if (failure != null && !failing) {
      Log.warnf("scheduled messages wait, trying again: %s", failure.getMessage());
    }
    failing = failure != null;
  }
}
