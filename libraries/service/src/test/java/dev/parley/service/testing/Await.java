package dev.parley.service.testing;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/** Waits for what is going to happen, however slow the machine. */
public final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private Await() {}

  /** Fails when it has not happened within half a minute. */
  public static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        Assertions.fail("waited in vain: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** What becomes of it; fails when that takes longer than half a minute. */
  public static <T> T result(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
