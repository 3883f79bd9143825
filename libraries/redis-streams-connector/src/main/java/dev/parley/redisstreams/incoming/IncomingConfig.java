package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.config.Attributes;
import java.time.Duration;
import java.util.Set;

/**
 * What an incoming channel is told by its attributes; the connector's annotations describe them.
 *
 * @param group the consumer group; null in position mode
 * @param position where to start reading without a group; null with one
 */
public record IncomingConfig(
    String channel,
    String client,
    String stream,
    int partitions,
    String group,
    String consumer,
    String position,
    boolean trimRead,
    int batchSize,
    Duration block,
    Duration lease) {

  private static final int MAX_PARTITIONS = 4096;

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
            attributes.required("stream"),
            attributes.number("partitions", 0, MAX_PARTITIONS, 0),
            attributes.optional("group").orElse(null),
            attributes.text("consumer", process),
            attributes.optional("position").orElse(null),
            attributes.flag("trim-read", false),
            attributes.number("batch-size", 1, 10_000, 200),
            attributes.duration(
                "block", Duration.ofMillis(1), Duration.ofMinutes(1), Duration.ofSeconds(1)),
            attributes.duration(
                "lease", Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(6)));
    config.check(attributes);
    return config;
  }

  private void check(Attributes attributes) {
    if ((group == null) == (position == null)) {
      throw attributes.wrong("group", "must be given, or else position, and not both");
    }
    attributes.oneOf("assignment", Set.of("exclusive"), "exclusive");
    if (position != null && !position.matches("0|\\d+-\\d+")) {
      throw attributes.wrong(
          "position", "must be 0 or the id of an entry, such as 1763719200123-0");
    }
    if (position != null && partitions > 0) {
      throw attributes.wrong("partitions", "must be 0 with position: one reader, one stream");
    }
    if (trimRead && position == null) {
      throw attributes.wrong("trim-read", "goes with position only");
    }
  }

  /** The stream of one partition. */
  String stream(int partition) {
    return partitions == 0 ? stream : stream + ":{" + partition + "}";
  }

  int streams() {
    return Math.max(1, partitions);
  }
}
