package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.assignment.Partition;

/** An entry on its way through this process, from reading to settling. On the loop. */
final class Delivery {

  private final Entry entry;
  private final Lane lane;
  private final boolean gap;
  private int count;
  private int attempt = 1;
  private boolean handedOut;

  /**
   * An entry that was read.
   *
   * @param count how often it was handed out, this time included
   * @param gap whether entries before it may be missing
   */
  Delivery(Entry entry, Lane lane, int count, boolean gap) {
    this.entry = entry;
    this.lane = lane;
    this.count = count;
    this.gap = gap;
  }

  Entry entry() {
    return entry;
  }

  Lane lane() {
    return lane;
  }

  Partition partition() {
    return lane.partition();
  }

  /** Entries with the same order key come one after the other; those without a key are one. */
  String orderKey() {
    return entry.key() == null ? "" : entry.key();
  }

  int count() {
    return count;
  }

  /** How often it was handed over here, this time included. */
  int attempt() {
    return attempt;
  }

  void again() {
    count++;
    attempt++;
  }

  /** Whether it is in the application's hands. */
  boolean isHandedOut() {
    return handedOut;
  }

  void handedOut(boolean now) {
    handedOut = now;
    lane.handedOut(now ? 1 : -1);
  }

  boolean gap() {
    return gap;
  }

  IncomingRedisStreamMetadata metadata() {
    Partition partition = lane.partition();
    return new IncomingRedisStreamMetadata(
        partition.stream(),
        partition.number(),
        entry.id(),
        entry.key(),
        count,
        entry.headers(),
        partition);
  }
}
