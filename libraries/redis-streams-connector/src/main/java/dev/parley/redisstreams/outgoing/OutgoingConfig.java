package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.config.Attributes;
import java.util.Set;

/**
 * What an outgoing channel is told by its attributes; the connector's annotations describe them.
 *
 * @param partitions 0 for one plain stream
 * @param maxLength entries to keep per stream; 0 for all
 * @param trimAlways trim also what a known group has not read yet
 */
public record OutgoingConfig(
    String channel,
    String client,
    String stream,
    int partitions,
    int maxLength,
    boolean trimAlways,
    boolean createStream,
    int maxPending) {

  private static final int MAX_PARTITIONS = 4096;

  public static OutgoingConfig of(Attributes attributes) {
    return new OutgoingConfig(
        attributes.channel(),
        attributes.text("client", "<default>"),
        attributes.required("stream"),
        attributes.number("partitions", 0, MAX_PARTITIONS, 0),
        attributes.number("max-length", 0, Integer.MAX_VALUE, 0),
        attributes.oneOf("trim", Set.of("acknowledged", "always"), "acknowledged").equals("always"),
        attributes.flag("create-stream", true),
        attributes.number("max-pending", 1, 1_000_000, 4096));
  }
}
