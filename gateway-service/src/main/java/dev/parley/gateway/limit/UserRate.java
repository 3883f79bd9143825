package dev.parley.gateway.limit;

import dev.parley.limits.LocalBucket;
import java.util.function.Consumer;

/**
 * The requests of one user: of all connections to this node, and, as far as it is told, to the
 * others. A user who makes many is busy: then what was used here is to be told to the other nodes,
 * and who has used too much with all of them together is held back for a while.
 *
 * <p>Safe from any thread. Times are those of {@code System.nanoTime()}.
 */
final class UserRate {

  private static final long SECOND = 1_000_000_000;

  private final String user;
  private final LocalBucket bucket;
  private final int busyAbove;
  private final Consumer<UserRate> becameBusy;

  private int connections;
  private long heldBackUntil;
  private int used;
  private long usedSince;
  private boolean busy;

  /**
   * @param busyAbove requests within a second that make the user busy
   * @param becameBusy told each time when that begins
   */
  UserRate(
      String user, LocalBucket bucket, int busyAbove, Consumer<UserRate> becameBusy, long now) {
    this.user = user;
    this.bucket = bucket;
    this.busyAbove = busyAbove;
    this.becameBusy = becameBusy;
    this.heldBackUntil = now;
    this.usedSince = now;
  }

  String user() {
    return user;
  }

  /** Counts a request; returns the nanoseconds to wait when it is one too many, else 0. */
  synchronized long take(long now) {
    long wait = Math.max(heldBackUntil - now, 0);
    if (wait == 0) {
      wait = bucket.take(now);
    }
    if (wait == 0) {
      count(now);
    }
    return wait;
  }

  private void count(long now) {
    if (!busy && now - usedSince >= SECOND) {
      used = 0;
      usedSince = now;
    }
    used++;
    if (!busy && used > busyAbove) {
      busy = true;
      becameBusy.accept(this);
    }
  }

  /** What was used since this was last asked; with 0 the user is no longer busy. */
  synchronized int takeUsed(long now) {
    int taken = used;
    used = 0;
    usedSince = now;
    busy = taken > 0;
    return taken;
  }

  /** No request passes until then. */
  synchronized void holdBack(long until) {
    heldBackUntil = until;
  }

  synchronized void connected() {
    connections++;
  }

  synchronized void disconnected() {
    connections--;
  }

  synchronized boolean isConnected() {
    return connections > 0;
  }

  /** Whether it can be forgotten: without connections, and no different from a new one. */
  synchronized boolean isIdle(long now) {
    return connections == 0 && !busy && bucket.isFull(now) && heldBackUntil - now <= 0;
  }
}
