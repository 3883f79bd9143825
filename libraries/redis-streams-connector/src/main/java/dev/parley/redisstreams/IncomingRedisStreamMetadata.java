package dev.parley.redisstreams;

import java.util.Map;

/**
 * Where one entry comes from.
 *
 * @param stream the stream as Redis knows it, partition included
 * @param partition its partition; 0 for a plain stream
 * @param id the entry id, {@code <milliseconds>-<number>}
 * @param key what the sender gave as key; null for none
 * @param deliveryCount how often the entry was handed out, this time included: 1 at first. It grows
 *     with every retry, and with every reader that took it and is gone
 * @param headers the entry's other fields, as text
 * @param lease the right to read the partition; without assignment it never ends
 */
public record IncomingRedisStreamMetadata(
    String stream,
    int partition,
    String id,
    String key,
    int deliveryCount,
    Map<String, String> headers,
    PartitionLease lease) {

  /** Whether the entry may have been handed to somebody before. */
  public boolean redelivered() {
    return deliveryCount > 1;
  }

  /** When Redis took the entry, milliseconds since the epoch: the first half of its id. */
  public long timestamp() {
    return Long.parseLong(id, 0, id.indexOf('-'), 10);
  }
}
