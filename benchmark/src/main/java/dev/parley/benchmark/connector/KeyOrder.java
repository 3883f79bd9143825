package dev.parley.benchmark.connector;

import dev.parley.benchmark.SequenceCheck;

/** Whether the entries of each key come once, in order and without holes. Not thread-safe. */
final class KeyOrder {

  private final SequenceCheck[] checks;
  private long foreign;

  KeyOrder(int keys) {
    checks = new SequenceCheck[keys];
    for (int key = 0; key < keys; key++) {
      checks[key] = new SequenceCheck();
    }
  }

  void saw(byte[] payload) {
    int key = Entries.key(payload);
    if (key < 0 || key >= checks.length) {
      foreign++;
    } else {
      checks[key].saw(Entries.number(payload));
    }
  }

  /**
   * How it stands.
   *
   * @param sent how many of each key there should be
   */
  Kept kept(long[] sent) {
    long lost = 0;
    long reordered = 0;
    long duplicates = 0;
    long unknown = foreign;
    for (int key = 0; key < checks.length; key++) {
      SequenceCheck check = checks[key];
      lost += Math.max(0, sent[key] - check.last()) + check.missing();
      unknown += Math.max(0, check.last() - sent[key]);
      reordered += check.reordered();
      duplicates += check.duplicates();
    }
    return new Kept(lost, reordered, duplicates, unknown);
  }
}
