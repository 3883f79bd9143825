package dev.parley.presence.state;

import dev.parley.contracts.envelope.MalformedException;
import java.nio.charset.StandardCharsets;

/**
 * Reads fields one after the other: a letter, values with {@code ,} between them, {@code |}. A
 * value that is not there is 0 or empty. Whatever is no such thing fails with {@link
 * MalformedException}. Not thread-safe.
 */
final class FieldReader {

  static final byte END = '|';
  static final byte COMMA = ',';
  static final byte ESCAPE = '\\';

  /** Digits that fit a {@code long}, whichever they are. */
  private static final int SAFE_DIGITS = 18;

  private final byte[] bytes;
  private int at;

  FieldReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether there is another field. */
  boolean hasNext() {
    return at < bytes.length;
  }

  /** Begins the next field: its letter. */
  char next() {
    if (bytes[at] == END) {
      throw new MalformedException("a field without a letter");
    }
    return (char) (bytes[at++] & 0xFF);
  }

  /** The next value of the field. */
  long number() {
    long value = 0;
    int end = at;
    while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
      value = 10 * value + bytes[end++] - '0';
    }
    boolean plain = end < bytes.length && (bytes[end] == END || bytes[end] == COMMA);
    if (!plain || end - at > SAFE_DIGITS) {
      return unusual(at, endOfValue());
    }
    at = bytes[end] == COMMA ? end + 1 : end;
    return value;
  }

  /** The next value of the field. */
  String text() {
    int from = at;
    int to = endOfValue();
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(ESCAPE) < 0 ? text : unescape(text);
  }

  /** Ends the field, and passes over values that were not asked for. */
  void end() {
    while (bytes[endOfValue()] != END) {
      // The next one.
    }
    at++;
  }

  /** Goes on to the value after this one, or stays before the end of the field. */
  private int endOfValue() {
    int end = at;
    while (end < bytes.length && bytes[end] != END && bytes[end] != COMMA) {
      end += bytes[end] == ESCAPE ? 2 : 1;
    }
    if (end >= bytes.length) {
      throw new MalformedException("a field without an end");
    }
    at = bytes[end] == COMMA ? end + 1 : end;
    return end;
  }

  /** A number that is negative, or long. */
  private long unusual(int from, int to) {
    try {
      return Long.parseLong(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw new MalformedException("not a number", e);
    }
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ESCAPE) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
