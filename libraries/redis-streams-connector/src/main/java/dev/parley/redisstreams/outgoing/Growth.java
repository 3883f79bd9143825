package dev.parley.redisstreams.outgoing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Watches one of the channel's own streams grow: has it trimmed, and knows whether it is full.
 *
 * <p>There is no call per message. The length is asked for when this process has added a tenth of
 * {@code max-length} (of {@code max-backlog}, without one), and at the first entry. So each writer
 * may exceed {@code max-backlog} by that tenth and by what it has under way. While the stream is
 * full, senders cause another look every {@value #LOOK_AGAIN_MILLIS} ms; without senders there is
 * none, and no timer. Thread-safe.
 */
final class Growth {

  static final long LOOK_AGAIN_MILLIS = 250;

  private static final Logger LOG = Logger.getLogger(Growth.class);

  private final String stream;
  private final int maxBacklog;
  private final Trimmer trimmer;
  private final AtomicLong added;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean full;
  private volatile long lookedAt;

  Growth(String stream, int maxBacklog, Trimmer trimmer) {
    this.stream = stream;
    this.maxBacklog = maxBacklog;
    this.trimmer = trimmer;
    // With a bound the first entry already asks: who has just started knows nothing of the stream.
    this.added = new AtomicLong(maxBacklog > 0 ? trimmer.every() - 1 : 0);
  }

  /** So many entries were added by this process. */
  void added(long count) {
    if (trimmer.looks()) {
      long before = added.getAndAdd(count);
      if (before / trimmer.every() != (before + count) / trimmer.every()) {
        look();
      }
    }
  }

  /** So many entries that were held back are in the stream now. */
  void moved(long count) {
    trimmer.cut(stream);
    added(count);
  }

  /** Whether messages are to be refused. */
  boolean isFull() {
    if (full && System.nanoTime() - lookedAt >= TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS)) {
      look();
    }
    return full;
  }

  private void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    lookedAt = System.nanoTime();
    trimmer
        .look(stream, maxBacklog)
        .onComplete(
            length -> {
              if (length.succeeded()) {
                judge(length.result());
              }
              looking.set(false);
            });
  }

  private void judge(long length) {
    boolean before = full;
    full = maxBacklog > 0 && length > maxBacklog;
    if (full && !before) {
      LOG.warnf("%s is full: %d entries wait for its groups", stream, length);
    } else if (before && !full) {
      LOG.infof("%s has drained", stream);
    }
  }
}
