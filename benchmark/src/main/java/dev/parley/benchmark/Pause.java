package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import java.util.concurrent.TimeUnit;

/** Letting time pass. */
final class Pause {

  private Pause() {}

  /** Throws when it is interrupted. */
  static void millis(long millis) {
    nanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  static void nanos(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }
}
