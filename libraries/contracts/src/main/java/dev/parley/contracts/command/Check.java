package dev.parley.contracts.command;

import dev.parley.contracts.id.MessageIds;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The checks on shape and size that a command's fields share; each names the field and the limit.
 */
public final class Check {

  /** Upper bound of every id, in characters. */
  public static final int MAX_ID_LENGTH = 128;

  /** Upper bound of a URL, in characters. */
  public static final int MAX_URL_LENGTH = 2048;

  private Check() {}

  /** An id of ours or of the client's: letters, digits, {@code _} and {@code -}. */
  public static void id(String field, String value) {
    if (!isId(value)) {
      throw new InvalidFieldException(
          field, "must be 1 to " + MAX_ID_LENGTH + " letters, digits, '_' or '-'");
    }
  }

  public static boolean isId(String value) {
    return value != null
        && !value.isEmpty()
        && value.length() <= MAX_ID_LENGTH
        && onlyIdCharacters(value, "_-");
  }

  /** A user id, as the token's subject has it: those of an id, and {@code . @ + : |}. */
  public static void userId(String field, String value) {
    if (!isUserId(value)) {
      throw new InvalidFieldException(
          field, "must be 1 to " + MAX_ID_LENGTH + " letters, digits, or any of _ - . @ + : |");
    }
  }

  public static boolean isUserId(String value) {
    return value != null
        && !value.isEmpty()
        && value.length() <= MAX_ID_LENGTH
        && onlyIdCharacters(value, "_-.@+:|");
  }

  static void present(String field, Object value) {
    if (value == null) {
      throw new InvalidFieldException(field, "is missing");
    }
  }

  static void absent(String field, Object value, String why) {
    if (value != null) {
      throw new InvalidFieldException(field, "must be absent " + why);
    }
  }

  /** One of a few names. */
  public static void oneOf(String field, String value, String... allowed) {
    for (String one : allowed) {
      if (one.equals(value)) {
        return;
      }
    }
    throw new InvalidFieldException(field, "must be \"" + String.join("\" or \"", allowed) + "\"");
  }

  /** Several user ids, {@code min} to {@code max}. */
  public static void userIds(String field, List<String> value, int min, int max) {
    present(field, value);
    size(field, value, min, max);
    for (int i = 0; i < value.size(); i++) {
      if (!isUserId(value.get(i))) {
        userId(field + "[" + i + "]", value.get(i));
      }
    }
  }

  static void messageId(String field, String value) {
    if (!MessageIds.isMessageId(value)) {
      throw new InvalidFieldException(field, "must be <conversationId>:<seq>");
    }
  }

  /** A place in a conversation. */
  public static void seq(String field, long value, long min) {
    if (value < min || value > MessageIds.MAX_SEQ) {
      throw new InvalidFieldException(field, "must be " + min + " to " + MessageIds.MAX_SEQ);
    }
  }

  /** A point in time (RFC 3339), to the millisecond. */
  static Instant time(String field, String value) {
    try {
      present(field, value);
      return OffsetDateTime.parse(value).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException notATime) {
      throw new InvalidFieldException(field, "must be a time such as 2026-12-24T18:00:00Z");
    }
  }

  /** How many entries are wanted; null for the default. */
  public static void limit(String field, Integer value, int max) {
    if (value != null && (value < 1 || value > max)) {
      throw new InvalidFieldException(field, "must be 1 to " + max);
    }
  }

  /** A time in whole seconds, from 1; null for none. */
  public static void seconds(String field, Long value, long max) {
    if (value != null && (value < 1 || value > max)) {
      throw new InvalidFieldException(field, "must be 1 to " + max);
    }
  }

  static void range(String field, Double value, double min, double max) {
    if (value == null || !(value >= min && value <= max)) {
      throw new InvalidFieldException(field, "must be " + (long) min + " to " + (long) max);
    }
  }

  /** An absolute {@code http} or {@code https} URL. */
  static void url(String field, String value) {
    if (value == null || value.length() > MAX_URL_LENGTH || !isUrl(value)) {
      throw new InvalidFieldException(
          field, "must be an http or https URL of at most " + MAX_URL_LENGTH + " characters");
    }
  }

  /** The same, or null or empty for none. */
  static void optionalUrl(String field, String value) {
    if (value != null && !value.isEmpty()) {
      url(field, value);
    }
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The application's own data: an object of at most so many bytes as JSON; null for none. */
  public static void json(String field, Map<String, Object> value, int maxBytes) {
    if (value != null && JsonSize.of(value, maxBytes) > maxBytes) {
      throw new InvalidFieldException(
          field,
          "must be a JSON object of at most "
              + maxBytes
              + " bytes of UTF-8 and "
              + JsonSize.MAX_DEPTH
              + " levels");
    }
  }

  static void size(String field, List<?> value, int min, int max) {
    if (value.size() < min || value.size() > max) {
      String range = min == max ? "exactly " + min : min + " to " + max;
      throw new InvalidFieldException(field, "must have " + range + " entries");
    }
  }

  /** A text that is there. */
  public static void text(String field, String value, int maxBytes) {
    text(field, value, 1, maxBytes);
  }

  /** A text of at least so many bytes. */
  public static void text(String field, String value, int minBytes, int maxBytes) {
    int bytes = value == null ? 0 : utf8Length(value);
    if (bytes < minBytes || bytes > maxBytes) {
      throw new InvalidFieldException(
          field, "must be " + minBytes + " to " + maxBytes + " bytes of UTF-8");
    }
  }

  /** A text that may be null or empty. */
  public static void optionalText(String field, String value, int maxBytes) {
    if (value != null && utf8Length(value) > maxBytes) {
      throw new InvalidFieldException(field, "must be at most " + maxBytes + " bytes of UTF-8");
    }
  }

  static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is four bytes: two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Whether it can be UTF-8: half a surrogate pair, which a JSON escape can carry, cannot. */
  public static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean onlyIdCharacters(String value, String others) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && others.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
