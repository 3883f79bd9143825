package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What one partition has in the intake. On the loop. */
final class Lane {

  /** Entries of one order key that wait for one of them. */
  static final class Line {
    final Deque<Delivery> waiting = new ArrayDeque<>(2);
    boolean held;
  }

  private final Partition partition;
  private final Map<String, Delivery> unsettled = new HashMap<>();
  private final Map<String, Line> lines = new HashMap<>();
  private int handedOut;
  private int held;
  private boolean closed;

  Lane(Partition partition) {
    this.partition = partition;
  }

  Partition partition() {
    return partition;
  }

  /** Entries that were read and are not settled, by id. */
  Map<String, Delivery> unsettled() {
    return unsettled;
  }

  /** Order keys that are busy: with an entry in the application's hands, or held back. */
  Map<String, Line> lines() {
    return lines;
  }

  /** Entries in the application's hands. */
  int handedOut() {
    return handedOut;
  }

  void handedOut(int more) {
    handedOut += more;
  }

  /** Entries that wait for a retry or behind one. */
  int held() {
    return held;
  }

  void held(int more) {
    held += more;
  }

  /** Whether nothing of it may be handed over any more. */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    lines.clear();
  }
}
