package dev.parley.redisstreams.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/**
 * What {@link Meters} does with Micrometer; the only class that needs it. Registries that join the
 * global one later get the numbers as well.
 *
 * <p>Micrometer refers weakly to what it reads, so this holds on to it.
 */
final class MicrometerPublication<T> implements Meters.Publication {

  private static final String PREFIX = "redis.streams.";
  private static final String ENTRIES = "entries";
  private static final String MESSAGES = "messages";
  private static final String SECONDS = "seconds";

  private final T source;
  private final Tags tags;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();

  private MicrometerPublication(T source, Tags tags) {
    this.source = source;
    this.tags = tags;
  }

  static Meters.Publication of(
      String channel, String stream, String group, IncomingMeters meters, Backlog backlog) {
    Tags tags =
        Tags.of("channel", channel, "stream", stream, "group", group == null ? "none" : group);
    Meters.Publication counts = counts(new MicrometerPublication<>(meters, tags));
    if (backlog == null || !backlog.isOn()) {
      return counts;
    }
    Meters.Publication levels = levels(new MicrometerPublication<>(backlog, tags));
    return () -> {
      counts.close();
      levels.close();
    };
  }

  static Meters.Publication of(String channel, String stream, OutgoingMeters meters) {
    Tags tags = Tags.of("channel", channel, "stream", stream);
    return new MicrometerPublication<>(meters, tags)
        .counter("sent", MESSAGES, "Messages that Redis has taken", m -> m.sent.sum())
        .counter("send.failed", MESSAGES, "Messages that were nacked", m -> m.failed.sum())
        .gauge("send.pending", MESSAGES, "Messages that wait for Redis", m -> m.pending.sum());
  }

  private static Meters.Publication counts(MicrometerPublication<IncomingMeters> to) {
    return to.counter("received", ENTRIES, "Entries read, again or not", m -> m.received.sum())
        .counter("redelivered", ENTRIES, "Of these, read before", m -> m.redelivered.sum())
        .counter("acknowledged", ENTRIES, "Entries done with", m -> m.acknowledged.sum())
        .counter("failed", ENTRIES, "Failures of the application", m -> m.failed.sum())
        .counter("dead.lettered", ENTRIES, "To the dead letters", m -> m.deadLettered.sum())
        .counter("ignored", ENTRIES, "Failed and dropped", m -> m.ignored.sum())
        .counter("fenced", ENTRIES, "Not acknowledged, lease lost", m -> m.fenced.sum())
        .gauge("unsettled", ENTRIES, "Read and not settled", IncomingMeters::unsettled)
        .gauge("held.back", ENTRIES, "Waiting for a retry", IncomingMeters::heldBack)
        .gauge("leases", "partitions", "Partitions read here", IncomingMeters::leases);
  }

  private static Meters.Publication levels(MicrometerPublication<Backlog> to) {
    return to.gauge("lag", ENTRIES, "Entries not read by the group", Backlog::lag)
        .gauge("pending", ENTRIES, "Entries not acknowledged", Backlog::pending)
        .gauge("oldest.pending.age", SECONDS, "Of the oldest of them", Backlog::oldestPendingAge)
        .gauge("dead.letters", ENTRIES, "Length of the dead letters", Backlog::deadLetters)
        .gauge("backlog.age", SECONDS, "Since the backlog was known", Backlog::probeAge);
  }

  private MicrometerPublication<T> counter(
      String name, String unit, String description, ToDoubleFunction<T> value) {
    meters.add(
        FunctionCounter.builder(PREFIX + name, source, value)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(Metrics.globalRegistry));
    return this;
  }

  private MicrometerPublication<T> gauge(
      String name, String unit, String description, ToDoubleFunction<T> value) {
    meters.add(
        Gauge.builder(PREFIX + name, source, value)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(Metrics.globalRegistry));
    return this;
  }

  @Override
  public void close() {
    meters.forEach(Metrics.globalRegistry::remove);
    meters.clear();
  }
}
