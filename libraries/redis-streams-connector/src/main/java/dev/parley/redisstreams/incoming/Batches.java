package dev.parley.redisstreams.incoming;

import java.util.ArrayList;
import java.util.List;

/** Puts what was read from several partitions into batches of a bounded size, keeping the order. */
final class Batches {

  private final int size;
  private final List<Source.Read> reads = new ArrayList<>();
  private List<Source.Origin> current = new ArrayList<>();

  Batches(int size) {
    this.size = size;
  }

  void add(Partition partition, List<Entry> entries, boolean redelivered) {
    for (Entry entry : entries) {
      current.add(new Source.Origin(entry, partition, redelivered));
      if (current.size() == size) {
        cut();
      }
    }
  }

  List<Source.Read> reads() {
    if (!current.isEmpty()) {
      cut();
    }
    return reads;
  }

  private void cut() {
    reads.add(new Source.Read(current, false));
    current = new ArrayList<>();
  }
}
