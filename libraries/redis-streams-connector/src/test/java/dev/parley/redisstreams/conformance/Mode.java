package dev.parley.redisstreams.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * In what way a channel is used.
 *
 * @param partitions 0 for a plain stream
 * @param shared whether entries are spread over all consumers; else each partition has one
 * @param batch whether entries are handed over many at a time
 */
record Mode(int partitions, boolean shared, boolean batch) {

  private static final int PARTITIONS = 16;

  static Stream<Mode> everyMode() {
    List<Mode> modes = new ArrayList<>();
    for (int partitions : new int[] {0, PARTITIONS}) {
      for (boolean shared : new boolean[] {false, true}) {
        modes.add(new Mode(partitions, shared, false));
        modes.add(new Mode(partitions, shared, true));
      }
    }
    return modes.stream();
  }

  static Stream<Mode> exclusiveModes() {
    return everyMode().filter(mode -> !mode.shared);
  }

  static Stream<Mode> sharedModes() {
    return everyMode().filter(Mode::shared);
  }

  static Stream<Mode> partitionedModes() {
    return everyMode().filter(mode -> mode.partitions > 0);
  }

  /** Those in which a reader without a group can be. */
  static Stream<Mode> loneModes() {
    return exclusiveModes().filter(mode -> mode.partitions == 0);
  }

  @Override
  public String toString() {
    return (partitions == 0 ? "plain " : "partitioned ")
        + (shared ? "shared " : "exclusive ")
        + (batch ? "batches" : "one by one");
  }
}
