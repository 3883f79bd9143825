package dev.parley.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for conditions. */
final class Await {

  static final Duration LIMIT = Duration.ofSeconds(40);

  private static final long POLL_NANOS = 5_000_000;

  private Await() {}

  static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }
}
