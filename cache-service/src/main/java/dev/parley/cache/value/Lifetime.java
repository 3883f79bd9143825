package dev.parley.cache.value;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.time.Duration;

/**
 * How long something stays in the cache.
 *
 * @param millis 0 for as long as nobody deletes it
 */
record Lifetime(long millis) {

  /** The longest one in seconds, but for ever: 365 days. */
  static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

  private static final Lifetime SHORT = ofMinutes(5);
  private static final Lifetime MEDIUM = ofMinutes(30);
  private static final Lifetime LONG = ofMinutes(60);
  private static final Lifetime DAY = ofMinutes(24 * 60);
  private static final Lifetime PERMANENT = new Lifetime(0);

  /**
   * What a caller wants: one of the two, or neither for 30 minutes.
   *
   * @param ttl seconds, null for none
   * @param tier null for none
   */
  static Lifetime of(Long ttl, String tier) {
    if (ttl != null) {
      if (tier != null) {
        throw new InvalidFieldException("tier", "must be absent beside ttl");
      }
      Check.seconds("ttl", ttl, MAX_SECONDS);
      return new Lifetime(ttl * 1000);
    }
    return tier == null ? MEDIUM : tier(tier);
  }

  private static Lifetime tier(String tier) {
    return switch (tier) {
      case "short" -> SHORT;
      case "medium" -> MEDIUM;
      case "long" -> LONG;
      case "day" -> DAY;
      case "permanent" -> PERMANENT;
      default ->
          throw new InvalidFieldException(
              "tier", "must be \"short\", \"medium\", \"long\", \"day\" or \"permanent\"");
    };
  }

  boolean isPermanent() {
    return millis == 0;
  }

  private static Lifetime ofMinutes(int minutes) {
    return new Lifetime(minutes * 60_000L);
  }
}
