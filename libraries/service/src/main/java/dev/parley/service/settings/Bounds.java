package dev.parley.service.settings;

import java.time.Duration;

/**
 * Bounds of settings. All throw an {@link IllegalArgumentException} whose sentence begins with the
 * property's name.
 */
public final class Bounds {

  private Bounds() {}

  /** Both bounds belong to what is allowed. */
  public static void range(String property, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          property + " must be " + min + " to " + max + ", and is " + value);
    }
  }

  /** The same for a time. */
  public static void range(String property, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          property + " must be " + min + " to " + max + ", and is " + value);
    }
  }

  /** A time of one millisecond at least: what a timer can be set to. */
  public static void positive(String property, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          property + " must be at least a millisecond, and is " + value);
    }
  }
}
