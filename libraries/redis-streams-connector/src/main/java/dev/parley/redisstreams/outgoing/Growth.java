package dev.parley.redisstreams.outgoing;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Watches one of the channel's own streams grow: has it trimmed, and knows whether it is full.
 *
 * <p>There is no call per message. The length is asked for at the first entry and then with every
 * tenth of {@code max-length} (of {@code max-backlog}, without one) that this process sends: right
 * behind the entry that makes the tenth full, by the same pipeline. So of what a writer sends after
 * {@code max-backlog} was reached, at most that tenth comes before the question, and what it has
 * under way, at most {@code max-pending}, before the answer: by these two it may exceed the bound.
 * While the stream is full, senders cause another look every {@value #LOOK_AGAIN_MILLIS} ms;
 * without senders there is none, and no timer. A look that fails is made up for by the next.
 * Thread-safe.
 */
final class Growth {

  static final long LOOK_AGAIN_MILLIS = 250;

  private static final Logger LOG = Logger.getLogger(Growth.class);

  private final String stream;
  private final int maxBacklog;
  private final Trimmer trimmer;
  private final AtomicLong added;
  private final AtomicBoolean lookingAgain = new AtomicBoolean();
  private volatile boolean full;
  private volatile long lookedAt;

  Growth(String stream, int maxBacklog, Trimmer trimmer) {
    this.stream = stream;
    this.maxBacklog = maxBacklog;
    this.trimmer = trimmer;
    // With a bound the first entry already asks: who has just started knows nothing of the stream.
    this.added = new AtomicLong(maxBacklog > 0 ? trimmer.every() - 1 : 0);
  }

  /** This process has sent so many entries, or moved them, which Redis has or will have next. */
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
    if (full && isOutdated() && lookingAgain.compareAndSet(false, true)) {
      look().onComplete(looked -> lookingAgain.set(false));
    }
    return full;
  }

  private boolean isOutdated() {
    return System.nanoTime() - lookedAt >= TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS);
  }

  private Future<Long> look() {
    lookedAt = System.nanoTime();
    return trimmer.look(stream, maxBacklog).onSuccess(this::judge);
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
