package dev.parley.redisstreams.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What an outgoing channel counts since its start. Thread-safe. */
public final class OutgoingMeters {

  /** Messages that Redis has taken. */
  public final LongAdder sent = new LongAdder();

  /** Of these, messages that are to be delivered later. */
  public final LongAdder delayed = new LongAdder();

  /** Delayed messages, of any sender, that this channel has moved to their stream. */
  public final LongAdder moved = new LongAdder();

  /** Messages that were nacked. */
  public final LongAdder failed = new LongAdder();

  /** Messages that wait for Redis' answer: what was begun less what has ended. */
  public final LongAdder pending = new LongAdder();

  /** Entries that were removed from streams because they are too long ({@code max-length}). */
  public final LongAdder trimmed = new LongAdder();
}
