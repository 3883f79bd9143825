package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Finds the stream of a message. What it knows of streams is bounded by the channel's own. */
final class Destinations {

  private final OutgoingConfig config;
  private final EntryWriter writer;
  private final Destination[] own;
  private final Map<String, Destination> byName = new HashMap<>();

  Destinations(OutgoingConfig config, EntryWriter writer, IntFunction<Destination> own) {
    this.config = config;
    this.writer = writer;
    this.own = new Destination[config.streams()];
    for (int partition = 0; partition < this.own.length; partition++) {
      this.own[partition] = own.apply(partition);
      byName.put(this.own[partition].stream(), this.own[partition]);
    }
  }

  Destination[] own() {
    return own;
  }

  /**
   * The stream that a message goes to: the one it names, its partition, or that of its key.
   *
   * @param key null for none
   * @throws IllegalArgumentException when there is no such partition
   */
  Destination of(OutgoingRedisStreamMetadata metadata, byte[] key) {
    String named = metadata.stream();
    if (named != null) {
      Destination known = byName.get(named);
      return known != null ? known : new Destination(named, writer.opening(named), null, null);
    }
    int partition = metadata.partition();
    if (partition >= own.length) {
      throw new IllegalArgumentException(
          "there is no partition %d: %s"
              .formatted(
                  partition,
                  config.partitions() == 0
                      ? "the stream is a plain one"
                      : "they are 0 to " + (own.length - 1)));
    }
    if (partition >= 0) {
      return own[partition];
    }
    return own[key == null ? 0 : KeyHash.partition(key, own.length)];
  }
}
