package dev.parley.redisstreams;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What belongs to a batch of entries: where each comes from, and which ones the application
 * refuses. The payloads are the message's {@code List<byte[]>}; both lists have the same order.
 * Entries of one partition stand in the order of their stream.
 *
 * <p>Thread-safe.
 */
public final class IncomingRedisStreamBatch {

  private final List<IncomingRedisStreamMetadata> entries;
  private final boolean gap;
  private final Map<Integer, Throwable> rejected = new ConcurrentHashMap<>();

  public IncomingRedisStreamBatch(List<IncomingRedisStreamMetadata> entries, boolean gap) {
    this.entries = List.copyOf(entries);
    this.gap = gap;
  }

  /** One per payload, in the order of the payloads. */
  public List<IncomingRedisStreamMetadata> entries() {
    return entries;
  }

  /**
   * Whether entries between the batch before and this one may be missing, because the stream was
   * trimmed beyond the reader's position. Only in position mode; a group loses nothing.
   */
  public boolean gap() {
    return gap;
  }

  /**
   * Refuses one entry: when the batch is acknowledged, the entry goes to the dead letters with the
   * cause instead of being forgotten.
   *
   * @param index its place in the batch
   */
  public void reject(int index, Throwable cause) {
    rejected.put(Objects.checkIndex(index, entries.size()), Objects.requireNonNull(cause));
  }

  /** Index to cause of what was refused so far. */
  public Map<Integer, Throwable> rejected() {
    return Map.copyOf(rejected);
  }
}
