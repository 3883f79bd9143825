package dev.parley.redisstreams;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What belongs to a batch of entries: where each comes from, and which ones the application could
 * not do. The payloads are the message's {@code List}; both lists have the same order. Entries of
 * one key stand in the order of their stream.
 *
 * <p>Thread-safe.
 */
public final class IncomingRedisStreamBatch {

  /** What came of an entry that was not done. */
  private record Refusal(Throwable cause, OnNack how) {}

  private final List<IncomingRedisStreamMetadata> entries;
  private final boolean gap;
  private final Map<Integer, Refusal> refusals;

  /** The place of each entry in the batch as it was handed over: the key of what is refused. */
  private final int[] places;

  public IncomingRedisStreamBatch(List<IncomingRedisStreamMetadata> entries, boolean gap) {
    this(
        List.copyOf(entries),
        gap,
        new ConcurrentHashMap<>(),
        IntStream.range(0, entries.size()).toArray());
  }

  private IncomingRedisStreamBatch(
      List<IncomingRedisStreamMetadata> entries,
      boolean gap,
      Map<Integer, Refusal> refusals,
      int[] places) {
    this.entries = entries;
    this.gap = gap;
    this.refusals = refusals;
    this.places = places;
  }

  /**
   * A view of some of the entries, for whoever leaves payloads out of the list: what is refused
   * here is refused in the whole batch, too.
   *
   * @param indexes places in this batch, in the order of the view
   */
  public IncomingRedisStreamBatch only(int... indexes) {
    return new IncomingRedisStreamBatch(
        Arrays.stream(indexes).mapToObj(entries::get).toList(),
        gap,
        refusals,
        Arrays.stream(indexes).map(index -> places[index]).toArray());
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
    fail(index, cause, OnNack.deadLetter());
  }

  /**
   * One entry could not be done: when the batch is acknowledged, the channel's {@code
   * failure-strategy} decides on it. If it comes again, so do the later entries of its key in this
   * batch, behind it.
   *
   * @param index its place in the batch
   */
  public void fail(int index, Throwable cause) {
    fail(index, cause, null);
  }

  /**
   * As {@link #fail(int, Throwable)}, with another strategy than the channel's.
   *
   * @param how null for the channel's
   */
  public void fail(int index, Throwable cause, OnNack how) {
    refusals.put(
        places[Objects.checkIndex(index, places.length)],
        new Refusal(Objects.requireNonNull(cause), how));
  }

  /** Index to cause of what could not be done so far, rejected or failed. */
  public Map<Integer, Throwable> refused() {
    if (refusals.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Throwable> mine = new HashMap<>();
    for (int i = 0; i < places.length; i++) {
      Refusal refusal = refusals.get(places[i]);
      if (refusal != null) {
        mine.put(i, refusal.cause());
      }
    }
    return Map.copyOf(mine);
  }

  /** The strategy that was asked for with a refusal; null for the channel's. */
  public OnNack strategy(int index) {
    Refusal refusal = refusals.get(places[index]);
    return refusal == null ? null : refusal.how();
  }
}
