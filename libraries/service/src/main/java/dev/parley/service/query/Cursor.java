package dev.parley.service.query;

import dev.parley.contracts.command.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/**
 * A place in a list by time: where it continues is behind this place. For the client it is a text
 * without a meaning, for all services the same one. Sorted as the list is: what is pinned first,
 * then the latest first, and at the same time by id backwards.
 *
 * @param pinned whether the entry stands before those that are not; false in lists that know no
 *     pinned ones
 * @param time to the millisecond
 */
public record Cursor(boolean pinned, Instant time, String id) implements Comparable<Cursor> {

  private static final String PINNED = "p";

  private static final Comparator<Cursor> ORDER =
      Comparator.comparing(Cursor::pinned)
          .thenComparing(Cursor::time)
          .thenComparing(Cursor::id)
          .reversed();

  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }

  /** What the client sends to go on. */
  public String text() {
    String place = (pinned ? PINNED : "") + time.toEpochMilli() + ":" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @param text null or empty for the beginning, which is null
   * @throws InvalidFieldException when it is something else
   */
  public static Cursor of(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      boolean pinned = place.startsWith(PINNED);
      int colon = place.indexOf(':');
      long millis = Long.parseLong(place, pinned ? PINNED.length() : 0, colon, 10);
      return new Cursor(pinned, Instant.ofEpochMilli(millis), place.substring(colon + 1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      throw new InvalidFieldException("cursor", "must be what the page before has");
    }
  }
}
