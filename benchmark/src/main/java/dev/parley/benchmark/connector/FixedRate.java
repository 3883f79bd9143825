package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * So many sends a second from a thread of its own, at fixed times. When too many are under way it
 * waits; what it sends late then still counts from when it was due.
 */
final class FixedRate implements Load {

  /** Up to here each send has its own wake-up; above, those of a millisecond share one. */
  private static final int MAX_WAKE_UPS = 1_000;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long JOIN_MILLIS = 5_000;

  private final Sender sender;
  private final int perSecond;
  private final Thread thread = new Thread(this::run, "fixed-rate");
  private final Latencies lateness = new Latencies();
  private volatile boolean stopped;

  FixedRate(Sender sender, int perSecond) {
    this.sender = sender;
    this.perSecond = perSecond;
  }

  /** How much later than it was due each was sent: the generator's own share of the latency. */
  Latencies lateness() {
    return lateness;
  }

  @Override
  public void begin() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    stopped = true;
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }

  private void run() {
    Schedule schedule = new Schedule(System.nanoTime(), perSecond);
    while (!stopped) {
      while (!stopped && schedule.isDue(System.nanoTime()) && hasRoom()) {
        lateness.happened(schedule.due(), System.nanoTime());
        sender.send(schedule.due(), () -> {});
        schedule.take();
      }
      LockSupport.parkNanos(pause(schedule.due() - System.nanoTime()));
    }
  }

  private boolean hasRoom() {
    return sender.underWay() < Outlet.MAX_UNDER_WAY;
  }

  private long pause(long untilDue) {
    return perSecond <= MAX_WAKE_UPS && hasRoom() ? untilDue : Math.max(untilDue, TICK);
  }
}
