package dev.parley.cache.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Waits for pages that others load: all who wait for a page in this replica look together, every
 * {@value #LOOK_MILLIS} ms, for a bounded time that begins with the first of them. Bounded in how
 * many wait. Thread-safe.
 */
final class Waiting {

  static final long LOOK_MILLIS = 25;

  private final Vertx vertx;
  private final long waitNanos;
  private final int max;
  private final AtomicInteger now = new AtomicInteger();
  private final Map<String, Uni<Page>> looks = new ConcurrentHashMap<>();

  Waiting(Vertx vertx, Duration wait, int max) {
    this.vertx = vertx;
    this.waitNanos = wait.toNanos();
    this.max = max;
  }

  /**
   * What there is when the page has come, nobody loads it any more, or the time is over.
   *
   * @param name of the page
   * @param seen what there was, given back at once when too many wait
   * @param look how to look again
   */
  Uni<Page> next(String name, Page seen, Supplier<Uni<Page>> look) {
    if (now.incrementAndGet() > max) {
      now.decrementAndGet();
      return Uni.createFrom().item(seen);
    }
    return Uni.createFrom()
        .deferred(() -> looks.computeIfAbsent(name, n -> begin(n, look)))
        .onTermination()
        .invoke(now::decrementAndGet);
  }

  /** How many wait. */
  int waiting() {
    return now.get();
  }

  private Uni<Page> begin(String name, Supplier<Uni<Page>> look) {
    long end = System.nanoTime() + waitNanos;
    return again(look, end)
        .onTermination()
        .invoke(() -> looks.remove(name))
        .memoize()
        .indefinitely();
  }

  private Uni<Page> again(Supplier<Uni<Page>> look, long end) {
    return pause()
        .chain(look::get)
        .chain(
            page ->
                page.state() == Page.State.WAIT
                        && !page.isAbandoned()
                        && System.nanoTime() - end < 0
                    ? again(look, end)
                    : Uni.createFrom().item(page));
  }

  private Uni<Void> pause() {
    return Uni.createFrom()
        .emitter(done -> vertx.setTimer(LOOK_MILLIS, timer -> done.complete(null)));
  }
}
