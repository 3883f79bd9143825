package dev.parley.messages.conversation;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Values that are written behind, the last one of each key, all in one go and once per interval.
 * Who adds one never waits for MongoDB and never fails by it; what could not be written waits
 * again. A crash loses what waits.
 *
 * <p>Bounded: beyond the limit the value of a key that does not wait yet is passed over and
 * counted. The owner calls {@link #start} and {@link #stop}. Thread-safe.
 */
final class WriteBehind<K, V> {

  private static final Duration LAST_WRITE = Duration.ofSeconds(5);

  private final String what;
  private final int limit;
  private final BinaryOperator<V> merge;
  private final Function<Map<K, V>, Uni<Void>> write;

  private Map<K, V> waiting = new LinkedHashMap<>();
  private boolean writing;
  private boolean failing;
  private long passedOver;
  private Vertx vertx;
  private long timer;

  /**
   * @param what is written, for the log
   * @param limit how many keys may wait
   * @param merge what two values of a key come to
   * @param write writes the values
   */
  WriteBehind(
      String what, int limit, BinaryOperator<V> merge, Function<Map<K, V>, Uni<Void>> write) {
    this.what = what;
    this.limit = limit;
    this.merge = merge;
    this.write = write;
  }

  void start(Vertx on, Duration interval) {
    vertx = on;
    timer = vertx.setPeriodic(interval.toMillis(), tick -> writeUnlessWriting());
  }

  /** Writes what waits, for a few seconds at most. Blocks. */
  void stop() {
    vertx.cancelTimer(timer);
    try {
      write().await().atMost(LAST_WRITE);
    } catch (RuntimeException e) {
      Log.warnf("%s of %d stay unwritten: %s", what, size(), e);
    }
  }

  synchronized void add(K key, V value) {
    V before = waiting.get(key);
    if (before != null) {
      waiting.put(key, merge.apply(before, value));
    } else if (waiting.size() < limit) {
      waiting.put(key, value);
    } else {
      passedOver++;
    }
  }

  private void writeUnlessWriting() {
    synchronized (this) {
      if (writing) {
        return;
      }
      writing = true;
    }
    write().subscribe().with(done -> written(null), this::written);
  }

  private synchronized void written(Throwable failure) {
    writing = false;
    if (failure != null && !failing) {
      Log.warnf("%s are not written, trying again: %s", what, failure);
    } else if (failure == null && failing) {
      Log.infof("%s are written again", what);
    }
    failing = failure != null;
  }

  /** Writes what waits; what could not be written waits again. */
  Uni<Void> write() {
    Map<K, V> taken = take();
    return taken.isEmpty()
        ? Uni.createFrom().voidItem()
        : write.apply(taken).onFailure().invoke(() -> taken.forEach(this::add));
  }

  private synchronized Map<K, V> take() {
    Map<K, V> taken = waiting;
    waiting = new LinkedHashMap<>();
    return taken;
  }

  /** How often a value was passed over because too many waited. */
  synchronized long passedOver() {
    return passedOver;
  }

  synchronized int size() {
    return waiting.size();
  }
}
