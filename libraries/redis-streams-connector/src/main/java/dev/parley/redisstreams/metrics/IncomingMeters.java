package dev.parley.redisstreams.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * What an incoming channel counts since its start. Counting is thread-safe and allocates nothing;
 * who publishes the numbers reads them from here.
 */
public final class IncomingMeters {

  /** Entries read from Redis, again or not. */
  public final LongAdder received = new LongAdder();

  /** Of these, entries that somebody may have had before. */
  public final LongAdder redelivered = new LongAdder();

  /** Entries that the application was done with and Redis knows. */
  public final LongAdder acknowledged = new LongAdder();

  /** Times that the application failed on an entry. */
  public final LongAdder failed = new LongAdder();

  /** Entries moved to the dead letters. */
  public final LongAdder deadLettered = new LongAdder();

  /** Entries dropped by {@code failure-strategy=ignore}. */
  public final LongAdder ignored = new LongAdder();

  /** Acknowledgements dropped because the partition was somebody else's by then. */
  public final LongAdder fenced = new LongAdder();

  private volatile IntSupplier unsettled = () -> 0;
  private volatile IntSupplier heldBack = () -> 0;
  private volatile IntSupplier leases = () -> 0;

  /**
   * Entries that were read and are not settled: the read-ahead, what is under way, and held back.
   */
  public int unsettled() {
    return unsettled.getAsInt();
  }

  /** Of these, entries that wait for a retry or behind one. */
  public int heldBack() {
    return heldBack.getAsInt();
  }

  /** Partitions that are read by this process at present. */
  public int leases() {
    return leases.getAsInt();
  }

  /** Where the present values come from; readable from any thread. */
  public void gauges(IntSupplier unsettledNow, IntSupplier heldBackNow, IntSupplier leasesNow) {
    unsettled = unsettledNow;
    heldBack = heldBackNow;
    leases = leasesNow;
  }
}
