package dev.parley.cache.value;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.util.List;
import java.util.regex.Pattern;

/** What namespaces, keys, tags and members may be called; each check names the field and limit. */
final class Names {

  static final int MAX_KEY_BYTES = 512;
  static final int MAX_KEYS = 500;
  static final int MAX_TAGS = 16;

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private Names() {}

  static void namespace(String value) {
    if (!NAMESPACE.matcher(value).matches()) {
      throw new InvalidFieldException("namespace", "must be 1 to 64 of a-z, 0-9 and '-'");
    }
  }

  /** A key, a member of a set, or a pattern of keys. */
  static void key(String field, String value) {
    Check.text(field, value, MAX_KEY_BYTES);
  }

  static void keys(String field, List<String> values) {
    if (values == null || values.isEmpty() || values.size() > MAX_KEYS) {
      throw new InvalidFieldException(field, "must have 1 to " + MAX_KEYS + " entries");
    }
    for (int i = 0; i < values.size(); i++) {
      key(field + "[" + i + "]", values.get(i));
    }
  }

  static void tag(String field, String value) {
    if (value == null || !TAG.matcher(value).matches()) {
      throw new InvalidFieldException(field, "must be 1 to 64 letters, digits, or any of _ . : -");
    }
  }

  /** Null is none. */
  static List<String> tags(List<String> values) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > MAX_TAGS) {
      throw new InvalidFieldException("tags", "must have at most " + MAX_TAGS + " entries");
    }
    for (int i = 0; i < values.size(); i++) {
      tag("tags[" + i + "]", values.get(i));
    }
    return values.stream().distinct().toList();
  }
}
