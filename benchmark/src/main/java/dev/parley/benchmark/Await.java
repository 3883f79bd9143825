package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for what has to come. */
public final class Await {

  private static final long MILLIS = 10;
  private static final long SECONDS = 120;

  private Await() {}

  /**
   * Looks every {@value #MILLIS} ms.
   *
   * @return when it was so, by {@link System#nanoTime}
   * @throws LocalRunException when it is not so within {@value #SECONDS} s
   */
  public static long until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new LocalRunException("Not within " + SECONDS + " s: " + what + ".");
      }
      Pause.millis(MILLIS);
    }
    return System.nanoTime();
  }
}
