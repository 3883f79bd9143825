package dev.parley.gateway.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits to be sent to one client, and what becomes of more. A client that reads too slowly
 * loses transient frames first, then events: it is then behind, gets no event at all until little
 * waits, and has to resync. Replies are never dropped; when there is no room for one, or nothing
 * goes out for long, the connection has to end.
 *
 * <p>A frame goes whatever its size when nothing waits. So no more waits than the limit, or one
 * frame. Only to be used on the connection's loop, but for {@link #bytes}.
 */
public final class Outbound {

  /**
   * @param max bytes that may wait
   * @param events bytes beyond which no event is added
   * @param transients bytes beyond which nothing transient is added, and below which a client is no
   *     longer behind
   * @param stallTimeout how long something may wait without anything going out
   */
  public record Limits(long max, long events, long transients, Duration stallTimeout) {}

  /** What becomes of a frame. */
  public enum Verdict {
    SEND,
    DROP,
    /** There is no room for what must not be dropped. */
    OVERFLOW
  }

  private final Limits limits;

  /** Written on the loop only; the gauge reads it from elsewhere. */
  private final AtomicLong bytes = new AtomicLong();

  private boolean behind;
  private long sent;
  private long sentWhenLooked = -1;
  private long stalledSince;

  public Outbound(Limits limits) {
    this.limits = limits;
  }

  /** Bytes that wait. From any thread, then about. */
  public long bytes() {
    return bytes.getOpaque();
  }

  /** Decides on a frame that comes next; from now on it waits if it is to be sent. */
  public Verdict offer(Frame.Kind kind, int size) {
    long waiting = bytes.getPlain();
    boolean room = waiting == 0 || waiting + size <= limits.max();
    if (kind == Frame.Kind.REPLY) {
      return room ? add(waiting, size) : Verdict.OVERFLOW;
    }
    if (kind == Frame.Kind.TRANSIENT) {
      return room && waiting <= limits.transients() ? add(waiting, size) : Verdict.DROP;
    }
    behind |= !room || waiting > limits.events();
    return behind ? Verdict.DROP : add(waiting, size);
  }

  /**
   * A frame of that size has gone out, or never will.
   *
   * @return whether the client has caught up and has to be told to resync; events flow again
   */
  public boolean sent(int size) {
    long waiting = bytes.getPlain() - size;
    bytes.setOpaque(waiting);
    sent++;
    if (!behind || waiting > limits.transients()) {
      return false;
    }
    behind = false;
    return true;
  }

  /**
   * Whether something has waited for too long while nothing went out, as far as it was looked.
   *
   * @param now by {@code System.nanoTime()}
   */
  public boolean isStalled(long now) {
    if (bytes.getPlain() == 0 || sent != sentWhenLooked) {
      sentWhenLooked = sent;
      stalledSince = now;
      return false;
    }
    return now - stalledSince > limits.stallTimeout().toNanos();
  }

  private Verdict add(long waiting, int size) {
    bytes.setOpaque(waiting + size);
    return Verdict.SEND;
  }
}
