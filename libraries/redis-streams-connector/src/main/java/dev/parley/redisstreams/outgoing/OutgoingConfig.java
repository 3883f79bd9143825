package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.config.Attributes;
import java.time.Duration;
import java.util.Set;

/**
 * What an outgoing channel is told by its attributes; the connector's annotations describe them.
 *
 * @param partitions 0 for one plain stream
 * @param maxLength entries to keep per stream; 0 for all
 * @param maxBacklog entries that may wait for the groups of a stream; 0 for any number
 * @param trimAlways trim also what a known group has not read yet
 * @param delay how long each message is held back that says nothing itself; zero for not at all
 * @param delayedDelivery whether messages can be held back, and are moved to their stream
 */
public record OutgoingConfig(
    String channel,
    String client,
    String stream,
    int partitions,
    int maxLength,
    int maxBacklog,
    boolean trimAlways,
    boolean createStream,
    int maxPending,
    Duration delay,
    boolean delayedDelivery) {

  private static final int MAX_PARTITIONS = 4096;

  public static OutgoingConfig of(Attributes attributes) {
    Duration delay = delay(attributes);
    OutgoingConfig config =
        new OutgoingConfig(
            attributes.channel(),
            attributes.text("client", "<default>"),
            attributes.required("stream"),
            attributes.number("partitions", 0, MAX_PARTITIONS, 0),
            attributes.number("max-length", 0, Integer.MAX_VALUE, 0),
            attributes.number("max-backlog", 0, Integer.MAX_VALUE, 0),
            attributes
                .oneOf("trim", Set.of("acknowledged", "always"), "acknowledged")
                .equals("always"),
            attributes.flag("create-stream", true),
            attributes.number("max-pending", 1, 1_000_000, 4096),
            delay,
            attributes.flag("delayed-delivery", false) || !delay.isZero());
    config.check(attributes);
    return config;
  }

  private static Duration delay(Attributes attributes) {
    return attributes.optional("delay").isEmpty()
        ? Duration.ZERO
        : attributes.duration(
            "delay", Duration.ofMillis(1), OutgoingRedisStreamMetadata.MAX_DELAY, Duration.ZERO);
  }

  private void check(Attributes attributes) {
    if (maxBacklog > 0 && maxBacklog < maxLength) {
      throw attributes.wrong("max-backlog", "must be 0 or at least max-length, " + maxLength);
    }
    if (maxBacklog > 0 && trimAlways) {
      throw attributes.wrong(
          "max-backlog", "goes with trim=acknowledged only: with always no stream gets full");
    }
  }

  /** How many streams there are. */
  int streams() {
    return Math.max(1, partitions);
  }

  /** Down to how many entries a stream is trimmed; 0 is not at all. */
  int keep() {
    return maxLength > 0 ? maxLength : maxBacklog;
  }
}
