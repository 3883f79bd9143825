package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import java.util.concurrent.TimeUnit;

/** Letting time pass. */
public final class Pause {

  private Pause() {}

  /** Throws when it is interrupted. */
  public static void millis(long millis) {
    nanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** The same in nanoseconds. */
  public static void nanos(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }
}
