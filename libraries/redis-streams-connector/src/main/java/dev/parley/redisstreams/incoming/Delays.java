package dev.parley.redisstreams.incoming;

import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** What a channel does later. On its event loop. */
final class Delays {

  private final Vertx vertx;
  private final Executor loop;
  private final Set<Long> timers = new HashSet<>();

  /**
   * No delays yet.
   *
   * @param loop the channel's event loop
   */
  Delays(Vertx vertx, Executor loop) {
    this.vertx = vertx;
    this.loop = loop;
  }

  /** Runs the task on the loop after so long, unless that is cancelled. */
  void later(long millis, Runnable task) {
    timers.add(
        vertx.setTimer(
            Math.max(1, millis),
            id ->
                loop.execute(
                    () -> {
                      timers.remove(id);
                      task.run();
                    })));
  }

  /** Cancels what has not begun. */
  void cancel() {
    timers.forEach(vertx::cancelTimer);
  }
}
