package dev.parley.cache.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cache.value.Values.NewValue;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What callers send; the checks name the field and the limit. */
final class ValueBodies {

  private static final JsonFactory JSON = new JsonFactory();

  private ValueBodies() {}

  /** Several keys. */
  record Keys(List<String> keys) {

    Keys check() {
      Names.keys("keys", keys);
      return this;
    }
  }

  /**
   * A value to be written: {@code json}, or {@code base64} with its {@code contentType}.
   *
   * @param contentType of the bytes; {@code application/octet-stream} by default
   */
  record Entry(String key, JsonNode json, String base64, String contentType) {

    private NewValue value(String field, int maxBytes) {
      Names.key(field + ".key", key);
      if ((json == null) == (base64 == null)) {
        throw new InvalidFieldException(field, "must have either json or base64");
      }
      NewValue value = json == null ? decoded(field) : ofJson(field);
      tooLarge(value.body(), maxBytes);
      return value;
    }

    private NewValue ofJson(String field) {
      if (contentType != null) {
        throw new InvalidFieldException(field + ".contentType", "must be absent beside json");
      }
      byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
      return new NewValue(key, CachedValue.JSON, body);
    }

    private NewValue decoded(String field) {
      try {
        byte[] body = Base64.getDecoder().decode(base64);
        return ValueBodies.value(key, field + ".contentType", contentType, body);
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException(field + ".base64", "must be base64 (RFC 4648)");
      }
    }
  }

  /** Several values, of one lifetime and with the same tags. */
  record SetMany(List<Entry> entries, Long ttl, String tier, List<String> tags) {

    List<NewValue> values(int maxBytes) {
      if (entries == null || entries.isEmpty() || entries.size() > Names.MAX_KEYS) {
        throw new InvalidFieldException("entries", "must have 1 to " + Names.MAX_KEYS + " entries");
      }
      List<NewValue> values = new ArrayList<>(entries.size());
      for (int i = 0; i < entries.size(); i++) {
        String field = "entries[" + i + "]";
        if (entries.get(i) == null) {
          throw new InvalidFieldException(field, "must be an object");
        }
        values.add(entries.get(i).value(field, maxBytes));
      }
      return values;
    }
  }

  /**
   * What is to be deleted.
   *
   * @param pattern a glob of Redis
   * @param cursor where another call has ended; null for the beginning
   */
  record Like(String pattern, String cursor) {

    Like check() {
      Names.key("pattern", pattern);
      return this;
    }
  }

  /**
   * How much a number is counted up.
   *
   * @param by 1 by default
   */
  record Increment(Long by, Long ttl, String tier) {

    /** What JSON's readers have exactly. */
    private static final long MAX = (1L << 53) - 1;

    long amount() {
      if (by != null && (by < -MAX || by > MAX)) {
        throw new InvalidFieldException("by", "must be " + -MAX + " to " + MAX);
      }
      return by == null ? 1 : by;
    }
  }

  /** Members of a set. */
  record SetMembers(List<String> members, Long ttl, String tier) {

    SetMembers check() {
      Names.keys("members", members);
      return this;
    }
  }

  /** A value of these bytes; those of JSON must be one JSON value. */
  static NewValue value(String key, String field, String contentType, byte[] body) {
    String type =
        contentType == null
            ? "application/octet-stream"
            : CachedValue.contentType(field, contentType);
    if (CachedValue.isJson(type) && !isJson(body)) {
      throw new InvalidFieldException("body", "must be one JSON value in UTF-8");
    }
    return new NewValue(key, type, body);
  }

  static void tooLarge(byte[] body, int maxBytes) {
    if (body.length > maxBytes) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE, "a value may have at most " + maxBytes + " bytes");
    }
  }

  private static boolean isJson(byte[] body) {
    try (JsonParser parser = JSON.createParser(new String(body, StandardCharsets.UTF_8))) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
