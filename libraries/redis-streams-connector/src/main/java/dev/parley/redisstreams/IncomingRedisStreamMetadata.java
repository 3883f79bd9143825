package dev.parley.redisstreams;

/**
 * Where one entry comes from.
 *
 * @param stream the stream as Redis knows it, partition included
 * @param partition its partition; 0 for a plain stream
 * @param id the entry id, {@code <milliseconds>-<number>}
 * @param key what the sender gave as key; null for none
 * @param redelivered whether the entry may have been handed to somebody before: it was pending, of
 *     this consumer or of one that is gone
 */
public record IncomingRedisStreamMetadata(
    String stream, int partition, String id, String key, boolean redelivered) {

  /** When Redis took the entry, milliseconds since the epoch: the first half of its id. */
  public long timestamp() {
    return Long.parseLong(id, 0, id.indexOf('-'), 10);
  }
}
