package dev.parley.benchmark.connector;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** Sends the entries of a load through the outgoing channel, in their order. Thread-safe. */
final class Sender {

  private final BiFunction<String, byte[], Uni<Void>> outlet;
  private final Entries entries;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile Throwable failure;

  /**
   * A sender of these entries.
   *
   * @param outlet takes key and payload, completes when Redis has the entry
   */
  Sender(BiFunction<String, byte[], Uni<Void>> outlet, Entries entries) {
    this.outlet = outlet;
    this.entries = entries;
  }

  /**
   * Sends the next entry.
   *
   * @param acknowledgement called when Redis has it, on another thread; not after a failure
   */
  synchronized void send(long dueNanos, Runnable acknowledgement) {
    byte[] payload = entries.next(dueNanos);
    sent.incrementAndGet();
    outlet
        .apply(entries.name(), payload)
        .subscribe()
        .with(
            done -> {
              acknowledged.incrementAndGet();
              acknowledgement.run();
            },
            this::failed);
  }

  long underWay() {
    return sent.get() - acknowledged.get() - failed.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** What went wrong with sends; null for nothing. */
  String problem() {
    long open = underWay();
    if (failed.get() > 0) {
      return failed.get() + " sends failed, the first with: " + failure;
    }
    return open > 0 ? open + " sends were not answered" : null;
  }

  synchronized long[] perKey() {
    return entries.perKey();
  }

  private void failed(Throwable cause) {
    if (failed.getAndIncrement() == 0) {
      failure = cause;
    }
  }
}
