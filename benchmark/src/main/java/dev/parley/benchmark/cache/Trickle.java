package dev.parley.benchmark.cache;

import dev.parley.benchmark.Pause;
import dev.parley.local.LocalRunException;
import java.util.concurrent.TimeUnit;

/** So many events a second, an entry each, from a thread of its own, until it is closed. */
final class Trickle implements AutoCloseable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long JOIN_MILLIS = 5_000;

  private final EventStreams streams;
  private final Happenings happenings;
  private final int perSecond;
  private final Thread thread = new Thread(this::run, "trickle");
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private Trickle(EventStreams streams, Happenings happenings, int perSecond) {
    this.streams = streams;
    this.happenings = happenings;
    this.perSecond = perSecond;
  }

  /** Begins; until it is closed, nobody else may use what it is given. */
  static Trickle begin(EventStreams streams, Happenings happenings, int perSecond) {
    Trickle trickle = new Trickle(streams, happenings, perSecond);
    trickle.thread.setDaemon(true);
    trickle.thread.start();
    return trickle;
  }

  /** Returns when no more events come; throws when some could not be appended. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    long start = System.nanoTime();
    long sent = 0;
    try {
      while (!stopped) {
        long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
        streams.append(happenings, (int) (due - sent), 1);
        sent = due;
        Pause.nanos(TICK_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
