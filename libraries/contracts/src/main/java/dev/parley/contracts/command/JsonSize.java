package dev.parley.contracts.command;

import java.util.Collection;
import java.util.Map;

/** How long a value is as JSON in UTF-8, at most: escapes count as the longest that they can be. */
final class JsonSize {

  /** How deeply objects and arrays may be nested. */
  static final int MAX_DEPTH = 8;

  private static final int ESCAPED = 6;

  private final int limit;
  private int bytes;

  private JsonSize(int limit) {
    this.limit = limit;
  }

  /** The length; more than {@code limit} also for what is nested too deeply or is no JSON. */
  static int of(Object value, int limit) {
    JsonSize size = new JsonSize(limit);
    size.add(value, 0);
    return size.bytes;
  }

  private void add(Object value, int depth) {
    if (bytes > limit) {
      return;
    }
    if (depth > MAX_DEPTH) {
      bytes = limit + 1;
    } else if (value instanceof String text) {
      addText(text);
    } else if (value instanceof Map<?, ?> object) {
      bytes += 2;
      object.forEach(
          (name, member) -> {
            addText(String.valueOf(name));
            bytes += 2;
            add(member, depth + 1);
          });
    } else if (value instanceof Collection<?> array) {
      bytes += 2 + array.size();
      array.forEach(element -> add(element, depth + 1));
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      bytes += String.valueOf(value).length();
    } else {
      bytes = limit + 1;
    }
  }

  private void addText(String text) {
    bytes += 2 + Check.utf8Length(text);
    for (int i = 0; i < text.length() && bytes <= limit; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        bytes += ESCAPED - 1;
      }
    }
  }
}
