package dev.parley.contracts.command;

import java.util.List;

/**
 * The checks on shape and size that a command's fields share; each names the field and the limit.
 */
public final class Check {

  /** Upper bound of every id, in characters. */
  public static final int MAX_ID_LENGTH = 128;

  private Check() {}

  /** An id of ours or of the client's: letters, digits, {@code _} and {@code -}. */
  public static void id(String field, String value) {
    if (value == null
        || value.isEmpty()
        || value.length() > MAX_ID_LENGTH
        || !onlyIdCharacters(value, "_-")) {
      throw new InvalidFieldException(
          field, "must be 1 to " + MAX_ID_LENGTH + " letters, digits, '_' or '-'");
    }
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

  static void oneOf(String field, String value, String allowed) {
    if (!allowed.equals(value)) {
      throw new InvalidFieldException(field, "must be \"" + allowed + "\"");
    }
  }

  static void size(String field, List<?> value, int min, int max) {
    if (value.size() < min || value.size() > max) {
      String range = min == max ? "exactly " + min : min + " to " + max;
      throw new InvalidFieldException(field, "must have " + range + " entries");
    }
  }

  static void text(String field, String value, int maxBytes) {
    if (value == null || value.isEmpty() || utf8Length(value) > maxBytes) {
      throw new InvalidFieldException(field, "must be 1 to " + maxBytes + " bytes of UTF-8");
    }
  }

  private static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is four bytes: two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
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
