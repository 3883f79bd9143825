package dev.parley.messages.query;

import dev.parley.contracts.command.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a list by time continues: behind the entry with this time and id. For the client it is a
 * text without a meaning.
 */
record Cursor(Instant time, String id) {

  /** What the client sends to go on. */
  String text() {
    String place = time.toEpochMilli() + ":" + id;
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
  static Cursor of(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int colon = place.indexOf(':');
      Instant time = Instant.ofEpochMilli(Long.parseLong(place.substring(0, colon)));
      return new Cursor(time, place.substring(colon + 1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      throw new InvalidFieldException("cursor", "must be what the page before has");
    }
  }
}
