package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.OnNack.Strategy;
import dev.parley.redisstreams.assignment.GroupMember;
import dev.parley.redisstreams.config.Attributes;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.metrics.Backlog;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What an incoming channel is told by its attributes; the connector's annotations describe them.
 *
 * @param group the consumer group; null in position mode
 * @param position where to start reading without a group; null with one
 * @param shared whether entries are spread over all consumers; else partitions are
 * @param payloadType what the elements of a batch are decoded to
 * @param readInterval least time between the beginnings of two reads
 * @param maxHeldBack entries waiting for a retry beyond which nothing is read
 */
public record IncomingConfig(
    String channel,
    String client,
    StreamNames names,
    String group,
    String consumer,
    String position,
    boolean trimRead,
    boolean shared,
    Duration lease,
    boolean batch,
    Class<?> payloadType,
    int batchSize,
    int readAhead,
    int maxHeldBack,
    Duration block,
    Duration readInterval,
    FailurePolicy failure,
    int deadLetterMaxLength,
    Duration metricsInterval) {

  private static final int MAX_PARTITIONS = 4096;
  private static final String STORED = "stored";

  /**
   * Reads the attributes.
   *
   * @param process a name that is new for each process, the default of {@code consumer}
   */
  public static IncomingConfig of(Attributes attributes, String process) {
    IncomingConfig config =
        new IncomingConfig(
            attributes.channel(),
            attributes.text("client", "<default>"),
            new StreamNames(
                attributes.required("stream"),
                attributes.number("partitions", 0, MAX_PARTITIONS, 0)),
            attributes.optional("group").orElse(null),
            attributes.text("consumer", process),
            attributes.optional("position").orElse(null),
            attributes.flag("trim-read", false),
            attributes
                .oneOf("assignment", Set.of("exclusive", "shared"), "exclusive")
                .equals("shared"),
            attributes.duration(
                "lease", Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(6)),
            attributes.flag("batch", false),
            attributes.type("payload-type", byte[].class),
            attributes.number("batch-size", 1, 5_000, 200),
            attributes.number("read-ahead", 1, 100_000, 200),
            attributes.number("max-held-back", 1, 100_000, 1_000),
            attributes.duration(
                "block", Duration.ofMillis(1), Duration.ofMinutes(1), Duration.ofSeconds(1)),
            attributes.duration(
                "read-interval", Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO),
            failure(attributes),
            attributes.number("dead-letter-max-length", 1, Integer.MAX_VALUE, 10_000),
            Backlog.interval(attributes));
    config.check(attributes);
    return config;
  }

  private static FailurePolicy failure(Attributes attributes) {
    Duration delay =
        attributes.duration(
            "retry-delay", Duration.ofMillis(1), Duration.ofDays(1), Duration.ofMillis(100));
    Duration maxDelay =
        attributes.duration(
            "retry-max-delay", Duration.ofMillis(1), Duration.ofDays(1), Duration.ofSeconds(30));
    if (maxDelay.compareTo(delay) < 0) {
      throw attributes.wrong("retry-max-delay", "must not be less than retry-delay");
    }
    String strategy =
        attributes.oneOf(
            "failure-strategy", Set.of("retry", "dead-letter", "ignore", "fail"), "retry");
    return new FailurePolicy(
        Strategy.valueOf(strategy.toUpperCase(Locale.ROOT).replace('-', '_')),
        attributes.number("retry-attempts", 0, 1_000_000, 10),
        delay,
        maxDelay);
  }

  private void check(Attributes attributes) {
    if ((group == null) == (position == null)) {
      throw attributes.wrong("group", "must be given, or else position, and not both");
    }
    if (position != null && !position.matches("0|\\$|stored|\\d+-\\d+")) {
      throw attributes.wrong(
          "position", "must be 0, $, stored, or the id of an entry, such as 1763719200123-0");
    }
    if (position != null && names.partitions() > 0) {
      throw attributes.wrong("partitions", "must be 0 with position: one reader, one stream");
    }
    if (position != null && shared) {
      throw attributes.wrong("assignment", "goes with group only");
    }
    if (storesPosition() && attributes.optional("consumer").isEmpty()) {
      throw attributes.wrong(
          "consumer", "must be given with position=stored: the position is stored by this name");
    }
    if (trimRead && position == null) {
      throw attributes.wrong("trim-read", "goes with position only");
    }
    if (payloadType != byte[].class && !batch) {
      throw attributes.wrong(
          "payload-type", "goes with batch only: else the method's parameter says it");
    }
    if (group != null && block.multipliedBy(2).compareTo(lease) > 0) {
      throw attributes.wrong("block", "must not be more than half of lease");
    }
  }

  /** The plain stream, or the name that the partitions' streams begin with. */
  String stream() {
    return names.stream();
  }

  boolean storesPosition() {
    return STORED.equals(position);
  }

  String positionKey() {
    return StreamNames.position(stream(), consumer);
  }

  GroupMember member() {
    return new GroupMember(channel, names, group, consumer, lease);
  }

  /** How entries are ordered and handed over. */
  Intake.Mode mode() {
    if (batch) {
      return shared ? Intake.Mode.UNORDERED : Intake.Mode.BATCH;
    }
    return shared ? Intake.Mode.UNORDERED : Intake.Mode.SINGLE;
  }
}
