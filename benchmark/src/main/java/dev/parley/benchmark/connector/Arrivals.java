package dev.parley.benchmark.connector;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What was consumed, of all channels: counted, checked, timed. Thread-safe. */
@Singleton
class Arrivals {

  private final KeyOrder order;
  private final Latencies latencies = new Latencies();
  private long count;

  Arrivals(@ConfigProperty(name = "bench.keys") int keys) {
    order = new KeyOrder(keys);
  }

  synchronized void arrived(byte[] payload) {
    take(payload, System.nanoTime());
  }

  synchronized void arrived(List<byte[]> payloads) {
    long now = System.nanoTime();
    for (byte[] payload : payloads) {
      take(payload, now);
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized Kept kept(long[] sent) {
    return order.kept(sent);
  }

  Latencies latencies() {
    return latencies;
  }

  private void take(byte[] payload, long now) {
    count++;
    order.saw(payload);
    latencies.happened(Entries.due(payload), now);
  }
}
