package dev.parley.limits;

import java.time.Duration;

/**
 * A limit by its name: so many units in a window. It is counted by GCRA: all of the quota may be
 * taken at once, and comes back evenly, a unit every {@link #unitMicros()}. So within any window at
 * most the quota and what has come back meanwhile can be taken, and in the long run the quota per
 * window.
 *
 * @param name what keys, headers and metrics call it; 1 to 128 characters, without quotes and
 *     backslashes
 * @param quota units, 1 to {@value #MAX_QUOTA}
 * @param window whole seconds, 1 s to 366 d
 */
public record Policy(String name, long quota, Duration window, Counting counting) {

  /** The largest quota: so a unit takes a microsecond at least. */
  public static final long MAX_QUOTA = 1_000_000;

  /** The longest window. */
  public static final Duration MAX_WINDOW = Duration.ofDays(366);

  private static final int MAX_NAME_LENGTH = 128;

  /**
   * @throws IllegalArgumentException when it is out of bounds, with a sentence for whoever set it
   */
  public Policy {
    if (!name.matches("[!#-\\[\\]-~]{1," + MAX_NAME_LENGTH + "}")) {
      throw new IllegalArgumentException("a policy's name has characters that a header has not");
    }
    if (quota < 1 || quota > MAX_QUOTA) {
      throw new IllegalArgumentException("quota must be 1 to " + MAX_QUOTA + ", and is " + quota);
    }
    if (window.toNanosPart() != 0
        || window.compareTo(Duration.ofSeconds(1)) < 0
        || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window must be 1 to " + MAX_WINDOW.toSeconds() + " whole seconds, and is " + window);
    }
  }

  /**
   * Microseconds in which a unit comes back: the window's part, rounded down. Up to a thousand
   * units a second that makes less than a thousandth.
   */
  public long unitMicros() {
    return window.toSeconds() * 1_000_000 / quota;
  }

  /** Microseconds in which all of it comes back. */
  long fullMicros() {
    return quota * unitMicros();
  }
}
