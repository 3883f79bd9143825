package dev.parley.gateway.websocket;

import java.time.Duration;

/**
 * Whether the peer of one connection still lives: it is pinged, and has to be heard within a time
 * after a ping has gone out, with whatever it says. Only to be used on the connection's loop. Times
 * are those of {@code System.nanoTime()}.
 */
final class Pulse {

  private final long heartbeat;
  private final long timeout;

  private long lastPing;

  /** Nothing has been heard since the last ping. */
  private boolean silent;

  /** The last ping has gone out, and when: a ping that waits behind other frames proves nothing. */
  private boolean out;

  private long outSince;

  /**
   * @param heartbeat time between two pings
   * @param timeout how long the peer may take to answer one
   * @param now when the connection began
   */
  Pulse(Duration heartbeat, Duration timeout, long now) {
    this.heartbeat = heartbeat.toNanos();
    this.timeout = timeout.toNanos();
    this.lastPing = now;
  }

  /** Something has come from the peer. */
  void heard() {
    silent = false;
  }

  boolean isPingDue(long now) {
    return now - lastPing >= heartbeat && (!silent || out);
  }

  /** A ping is on its way. */
  void pinging(long now) {
    if (!silent) {
      silent = true;
      out = false;
    }
    lastPing = now;
  }

  /** The ping has gone out. Of those that nothing was heard after, the first one counts. */
  void pingOut(long now) {
    if (silent && !out) {
      out = true;
      outSince = now;
    }
  }

  boolean isDead(long now) {
    return silent && out && now - outSince >= timeout;
  }
}
