package dev.parley.gateway.limit;

import dev.parley.limits.LocalBucket;

/**
 * The requests of one connection: what it may make itself, and what its user may make. Only on the
 * connection's loop. Times are those of {@code System.nanoTime()}.
 */
public final class RequestRate {

  /** The time within which refused requests are counted. */
  static final long WINDOW = 10_000_000_000L;

  private final UserRate user;
  private final LocalBucket bucket;
  private final int maxRefused;
  private final Refusals refusals;

  private int refused;
  private long refusedSince;

  RequestRate(UserRate user, LocalBucket bucket, int maxRefused, Refusals refusals) {
    this.user = user;
    this.bucket = bucket;
    this.maxRefused = maxRefused;
    this.refusals = refusals;
  }

  UserRate user() {
    return user;
  }

  /** Counts a request; returns the nanoseconds to wait when it is one too many, else 0. */
  public long take(long now) {
    long wait = bucket.take(now);
    if (wait > 0) {
      refusals.ofConnection().increment();
    } else {
      wait = user.take(now);
      if (wait > 0) {
        refusals.ofUser().increment();
      }
    }
    if (wait > 0) {
      countRefused(now);
    }
    return wait;
  }

  /** Whether so many were refused that the connection has to end. */
  public boolean isAbused() {
    return refused >= maxRefused;
  }

  private void countRefused(long now) {
    if (refused == 0 || now - refusedSince >= WINDOW) {
      refused = 0;
      refusedSince = now;
    }
    refused++;
  }
}
