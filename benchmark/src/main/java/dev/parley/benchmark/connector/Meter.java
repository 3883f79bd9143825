package dev.parley.benchmark.connector;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.local.LocalRunException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Lets time pass, watches that something happens, and says what it cost. For one thread. */
final class Meter {

  /** To see the end of a run that ends by itself. */
  static final Duration FINE = Duration.ofMillis(2);

  /** Each look is a wake-up, which is much for a process that does little. */
  static final Duration COARSE = Duration.ofMillis(250);

  private static final long STALLED = TimeUnit.SECONDS.toNanos(15);
  private static final long PROGRESS = TimeUnit.SECONDS.toNanos(5);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * What happened in a time.
   *
   * @param clientCpu seconds of processor time of this process, user and system, and {@code
   *     redisCpu} of the server
   */
  record Measured(long entries, double seconds, double clientCpu, double redisCpu) {}

  private final String name;
  private final Probe probe;
  private final LongSupplier count;
  private final Duration look;

  /**
   * A meter.
   *
   * @param count of entries so far; null when none are expected
   * @param look how often to look whether it is over
   */
  Meter(String name, Probe probe, LongSupplier count, Duration look) {
    this.name = name;
    this.probe = probe;
    this.count = count;
    this.look = look;
  }

  /** Returns after that time, or when {@code enough}. */
  void warmUp(int seconds, BooleanSupplier enough) {
    if (!pass("warm-up", TimeUnit.SECONDS.toNanos(seconds), enough)) {
      throw stalled();
    }
  }

  /** Measures for that time, or until {@code over}. */
  Measured measure(int seconds, BooleanSupplier over) {
    double redis = probe.cpuSeconds();
    long client = PROCESS.getProcessCpuTime();
    long entries = entries();
    long start = System.nanoTime();
    if (!pass("measuring", TimeUnit.SECONDS.toNanos(seconds), over)) {
      throw stalled();
    }
    long end = System.nanoTime();
    return new Measured(
        entries() - entries,
        (end - start) / 1e9,
        (PROCESS.getProcessCpuTime() - client) / 1e9,
        probe.cpuSeconds() - redis);
  }

  /** Waits as long as something happens; returns whether it came true. */
  boolean awaitTrue(BooleanSupplier condition) {
    return pass("draining", Long.MAX_VALUE, condition) && condition.getAsBoolean();
  }

  /** False when nothing has happened for too long. */
  private boolean pass(String phase, long nanos, BooleanSupplier over) {
    long start = System.nanoTime();
    long moved = start;
    long said = start;
    long last = entries();
    for (long now = start;
        now - start < nanos && !over.getAsBoolean();
        now = pause(nanos - (now - start))) {
      long current = entries();
      if (current != last || count == null) {
        moved = now;
      } else if (now - moved > STALLED) {
        return false;
      }
      last = current;
      if (now - said > PROGRESS) {
        said = now;
        Console.say("%s: %s, %,d entries".formatted(name, phase, current));
      }
    }
    return true;
  }

  private long pause(long rest) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(rest, look.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
    return System.nanoTime();
  }

  private long entries() {
    return count == null ? 0 : count.getAsLong();
  }

  private LocalRunException stalled() {
    return new LocalRunException(
        "Nothing has happened for 15 s, after %,d entries.".formatted(entries()));
  }
}
