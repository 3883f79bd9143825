package dev.parley.gateway.session;

import java.util.function.LongSupplier;

/**
 * Since when a client is connected, and whether it is idle: it has asked for nothing for a while.
 * Only to be changed on the session's loop; to be read from any thread.
 */
public final class Activity {

  private final LongSupplier nanoTime;
  private final long connectedAt = System.currentTimeMillis();
  private long lastActive;
  private volatile long idleSince;

  Activity(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastActive = nanoTime.getAsLong();
  }

  /** When the client connected, in milliseconds since 1970. */
  public long connectedAt() {
    return connectedAt;
  }

  /**
   * When an idle client was last active, in milliseconds since 1970; 0 for one that is not idle.
   */
  public long idleSince() {
    return idleSince;
  }

  /**
   * The client has done something.
   *
   * @return whether it was idle until now
   */
  public boolean renew() {
    lastActive = nanoTime.getAsLong();
    if (idleSince == 0) {
      return false;
    }
    idleSince = 0;
    return true;
  }

  /**
   * Finds out whether the client is idle now.
   *
   * @param now by {@code System.nanoTime()}
   * @param awayAfter after how many nanoseconds it is
   * @return whether it has become so just now
   */
  boolean look(long now, long awayAfter) {
    long passed = now - lastActive;
    if (idleSince != 0 || passed < awayAfter) {
      return false;
    }
    idleSince = System.currentTimeMillis() - passed / 1_000_000;
    return true;
  }
}
