package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends numbers one after the other over several keys, whatever becomes of them. */
final class Pump implements AutoCloseable {

  private static final int UNDER_WAY = 20;

  /** What Redis has taken. */
  final Set<String> taken = ConcurrentHashMap.newKeySet();

  private final Sender sender;
  private final int keys;
  private final AtomicInteger next;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean ending;

  Pump(Sender sender, int first, int keys) {
    this.sender = sender;
    this.keys = keys;
    this.next = new AtomicInteger(first);
    underWay.set(UNDER_WAY);
    for (int i = 0; i < UNDER_WAY; i++) {
      send();
    }
  }

  private void send() {
    if (ending) {
      underWay.decrementAndGet();
      return;
    }
    int number = next.getAndIncrement();
    sender
        .send("" + number, OutgoingRedisStreamMetadata.ofKey("k" + number % keys))
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure == null) {
                taken.add("" + number);
              }
              send();
            });
  }

  /** Waits until Redis has taken so many more. */
  void flows(int more) {
    int goal = taken.size() + more;
    until("Redis takes more", () -> taken.size() >= goal);
  }

  @Override
  public void close() {
    ending = true;
    until("all answered", () -> underWay.get() == 0);
  }
}
