package dev.parley.benchmark.connector;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one connection of the Vert.x client can do without a connector: pipelines of {@value
 * Streams#BATCH} XADD, one after the other.
 */
final class RawPublish implements Load {

  private final Probe probe;
  private final Streams streams;
  private final Entries entries;
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean stopped;
  private volatile boolean over;
  private volatile Throwable failure;

  RawPublish(Probe probe, Streams streams, Entries entries) {
    this.probe = probe;
    this.streams = streams;
    this.entries = entries;
  }

  @Override
  public void begin() {
    probe.vertx().runOnContext(ignored -> next());
  }

  @Override
  public void stop() {
    stopped = true;
  }

  /** Whether the last pipeline was answered; {@link #perKey} then is what was sent. */
  boolean isOver() {
    return over;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long[] perKey() {
    return entries.perKey();
  }

  String problem() {
    return failure == null ? null : "XADD failed: " + failure.getMessage();
  }

  private void next() {
    if (stopped || failure != null) {
      over = true;
      return;
    }
    probe
        .connection()
        .batch(streams.additions(entries, Streams.BATCH))
        .onComplete(
            answers -> {
              failure = answers.cause();
              acknowledged.addAndGet(answers.succeeded() ? Streams.BATCH : 0);
              next();
            });
  }
}
