package dev.parley.benchmark.presence;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Changes on their way to the watchers, one of a user at a time. Times are those of {@link
 * System#nanoTime}. Thread-safe.
 */
final class ChangesUnderWay {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

  private final boolean[] waiting;
  private final long[] due;
  private final Histogram micros = new Histogram(MAX_MICROS, 3);
  private int open;
  private long lost;
  private long measured;
  private boolean measuring;

  ChangesUnderWay(int users) {
    waiting = new boolean[users];
    due = new long[users];
  }

  /** From here on what becomes due is measured. */
  synchronized void measure(long now) {
    measuring = true;
    measured = now;
  }

  /** A change of a user is due to be sent. One of it that was not told yet is lost. */
  synchronized void due(int user, long at) {
    if (waiting[user]) {
      lost++;
    } else {
      waiting[user] = true;
      open++;
    }
    due[user] = at;
  }

  /** The watchers are told of a user. Nobody waiting for it is told again: that is no harm. */
  synchronized void told(int user, long now) {
    if (!waiting[user]) {
      return;
    }
    waiting[user] = false;
    open--;
    if (measuring && due[user] - measured >= 0) {
      micros.recordValue(Math.min(MAX_MICROS, Math.max(0, (now - due[user]) / 1_000)));
    }
  }

  /** How many are under way. */
  synchronized int open() {
    return open;
  }

  /** How many nobody was told of before the user's next one. */
  synchronized long lost() {
    return lost;
  }

  /** Of what was measured, from when a change was due until the watchers were told. */
  synchronized Histogram latency() {
    return micros.copy();
  }
}
