package dev.parley.benchmark.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** How many events are still to be applied, by the ids of stream entries. Not thread-safe. */
final class Progress {

  private record Id(long millis, long number) implements Comparable<Id> {

    private static final Comparator<Id> ORDER =
        Comparator.comparingLong(Id::millis).thenComparingLong(Id::number);

    static Id of(String text) {
      int dash = text.indexOf('-');
      return new Id(
          Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }
  }

  private record Entry(Id id, int events) {}

  private final List<Queue<Entry>> ahead = new ArrayList<>();
  private long open;

  Progress(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      ahead.add(new ArrayDeque<>());
    }
  }

  /** An entry was appended to a partition, after all others of it. */
  void add(int partition, String id, int events) {
    ahead.get(partition).add(new Entry(Id.of(id), events));
    open += events;
  }

  /** A partition is applied up to that entry. */
  void reach(int partition, String id) {
    Id reached = Id.of(id);
    Queue<Entry> entries = ahead.get(partition);
    while (!entries.isEmpty() && entries.peek().id().compareTo(reached) <= 0) {
      open -= entries.remove().events();
    }
  }

  long open() {
    return open;
  }
}
