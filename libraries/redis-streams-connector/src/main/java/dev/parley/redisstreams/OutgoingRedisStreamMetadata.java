package dev.parley.redisstreams;

import java.util.Objects;

/**
 * Where one outgoing message goes, where that differs from message to message. Absent parts are the
 * channel's.
 *
 * @param key chooses the partition (same key, same partition, same order) and is stored in the
 *     entry; null for none, which is partition 0
 * @param partition the partition itself, overriding what {@code key} would choose; negative for
 *     none
 * @param stream name of a plain stream, overriding the channel's; null for none
 */
public record OutgoingRedisStreamMetadata(String key, int partition, String stream) {

  private static final int NONE = -1;

  /** To the partition that the key belongs to. */
  public static OutgoingRedisStreamMetadata ofKey(String key) {
    return new OutgoingRedisStreamMetadata(Objects.requireNonNull(key), NONE, null);
  }

  /** To a partition that the application has worked out itself. */
  public static OutgoingRedisStreamMetadata ofPartition(int partition) {
    return new OutgoingRedisStreamMetadata(null, partition, null);
  }

  /** To a plain stream other than the channel's. */
  public static OutgoingRedisStreamMetadata ofStream(String stream) {
    return new OutgoingRedisStreamMetadata(null, NONE, Objects.requireNonNull(stream));
  }
}
