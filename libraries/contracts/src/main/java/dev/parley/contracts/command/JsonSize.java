package dev.parley.contracts.command;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * How long a value is as JSON in UTF-8, written with neither white space nor escapes that need not
 * be.
 */
final class JsonSize {

  /** How deeply objects and arrays may be nested, the outermost included. */
  static final int MAX_DEPTH = 8;

  private final long limit;
  private long bytes;

  private JsonSize(int limit) {
    this.limit = limit;
  }

  /**
   * The length in bytes.
   *
   * @return more than {@code limit} also for what is nested too deeply or cannot be JSON: half a
   *     surrogate pair, a number that is not finite, an object of another kind
   */
  static long of(Object value, int limit) {
    JsonSize size = new JsonSize(limit);
    size.add(value, 0);
    return size.bytes;
  }

  /**
   * @param around how many objects and arrays the value is in
   */
  private void add(Object value, int around) {
    if (value instanceof String text) {
      addText(text);
    } else if (value instanceof Map<?, ?> object) {
      addObject(object, around);
    } else if (value instanceof Collection<?> array) {
      addArray(array, around);
    } else if (value == null || value instanceof Boolean || isJsonNumber(value)) {
      bytes += String.valueOf(value).length();
    } else {
      refuse();
    }
  }

  private void addObject(Map<?, ?> object, int around) {
    open(object.size(), around);
    Iterator<? extends Map.Entry<?, ?>> members = object.entrySet().iterator();
    while (bytes <= limit && members.hasNext()) {
      Map.Entry<?, ?> member = members.next();
      addText(String.valueOf(member.getKey()));
      bytes += 1;
      add(member.getValue(), around + 1);
    }
  }

  private void addArray(Collection<?> array, int around) {
    open(array.size(), around);
    Iterator<?> elements = array.iterator();
    while (bytes <= limit && elements.hasNext()) {
      add(elements.next(), around + 1);
    }
  }

  /** The braces and commas of an object or array. */
  private void open(int entries, int around) {
    bytes += 2L + Math.max(0, entries - 1);
    if (around == MAX_DEPTH) {
      refuse();
    }
  }

  private void addText(String text) {
    if (!Check.isUnicode(text)) {
      refuse();
    }
    bytes += 2 + Check.utf8Length(text);
    for (int i = 0; i < text.length() && bytes <= limit; i++) {
      bytes += escape(text.charAt(i));
    }
  }

  /** By how many bytes escaping makes a character longer. */
  private static int escape(char c) {
    return switch (c) {
      case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 1;
      default -> c < ' ' ? 5 : 0;
    };
  }

  private static boolean isJsonNumber(Object value) {
    return value instanceof Double number ? Double.isFinite(number) : value instanceof Number;
  }

  private void refuse() {
    bytes = limit + 1;
  }
}
