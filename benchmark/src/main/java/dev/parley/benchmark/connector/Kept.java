package dev.parley.benchmark.connector;

/**
 * What became of the entries that were sent, by key.
 *
 * @param lost that did not come
 * @param reordered that came after a later one of their key for the first time
 * @param duplicates that came again, which at-least-once delivery allows
 * @param foreign that are none of this load
 */
record Kept(long lost, long reordered, long duplicates, long foreign) {

  static final Kept NOTHING = new Kept(0, 0, 0, 0);

  /** What is broken; null for nothing. */
  String problem() {
    if (lost == 0 && reordered == 0 && foreign == 0) {
      return null;
    }
    return "%d lost, %d out of order, %d that nobody sent".formatted(lost, reordered, foreign);
  }
}
