package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Something that every one of some has to do once, 32 at a time. For one event loop, but for {@link
 * #await}.
 *
 * @param <T> who does it
 */
final class Phase<T> {

  private static final int AT_ONCE = 32;
  private static final long LIMIT_SECONDS = 180;

  private final String name;
  private final List<T> who;
  private final Consumer<T> step;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private int started;
  private final AtomicInteger finished = new AtomicInteger();

  /**
   * A phase to be.
   *
   * @param name to be told when it fails, such as {@code connecting}
   * @param step begins what one of them does
   */
  Phase(String name, List<T> who, Consumer<T> step) {
    this.name = name;
    this.who = who;
    this.step = step;
  }

  void begin() {
    if (who.isEmpty()) {
      end.complete(null);
    }
    for (int i = 0; i < AT_ONCE; i++) {
      next();
    }
  }

  /** One of them has done it. */
  void done() {
    if (finished.incrementAndGet() == who.size()) {
      end.complete(null);
    }
    next();
  }

  /** It cannot be done; nothing happens when it is over. */
  void failIfUnderWay(String why) {
    end.completeExceptionally(new LocalRunException("Failed while " + name + ": " + why));
  }

  /**
   * Returns when all have done it.
   *
   * @throws LocalRunException when it fails or takes more than 180 s
   */
  void await() {
    try {
      end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted while " + name + ".", e);
    } catch (ExecutionException e) {
      throw (LocalRunException) e.getCause();
    } catch (TimeoutException e) {
      throw new LocalRunException(
          "Only %d of %d done after %d s of %s."
              .formatted(finished.get(), who.size(), LIMIT_SECONDS, name),
          e);
    }
  }

  private void next() {
    if (started < who.size() && !end.isDone()) {
      step.accept(who.get(started++));
    }
  }
}
