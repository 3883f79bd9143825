package dev.parley.redisstreams.deadletter;

/**
 * What came of many dead letters.
 *
 * @param done replayed, or dropped
 * @param refused left where they are
 * @param problem why the first of the refused was; null when there is none
 */
public record Tally(long done, long refused, String problem) {

  static final Tally NOTHING = new Tally(0, 0, null);

  Tally plus(Tally other) {
    return new Tally(
        done + other.done, refused + other.refused, problem == null ? other.problem : problem);
  }

  long total() {
    return done + refused;
  }
}
