package dev.parley.cache.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.id.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedValueTest {

  private static final String VERSION = Ids.random();

  @Test
  void bytes_come_back_whatever_they_are() {
    byte[] body = new byte[256];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    CachedValue value = value(Map.of("a", VERSION, "b:1", VERSION), body);

    assertEquals(value, CachedValue.decode(value.encode(), false));
    assertEquals(value.hashCode(), CachedValue.decode(value.encode(), false).hashCode());
  }

  @Test
  void empty_body_comes_back() {
    CachedValue value = value(Map.of(), new byte[0]);

    assertEquals(value, CachedValue.decode(value.encode(), false));
  }

  @Test
  void version_is_what_it_begins_with() {
    byte[] encoded = value(Map.of(), new byte[] {'x'}).encode();

    assertEquals(VERSION, new String(encoded, 0, 16, StandardCharsets.US_ASCII));
  }

  @Test
  void longest_first_line_is_within_its_bound() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < Names.MAX_TAGS; i++) {
      tags.put(String.format("%064d", i), VERSION);
    }
    String type = "application/" + "x".repeat(116);
    CachedValue.contentType("type", type);
    CachedValue value = new CachedValue(VERSION, VERSION, tags, type, new byte[5000], false);

    byte[] beginning = Arrays.copyOf(value.encode(), CachedValue.MAX_HEADER);

    CachedValue cut = CachedValue.decode(beginning, true);
    assertEquals(tags, cut.tags());
    assertEquals(type, cut.contentType());
    assertTrue(cut.isCut());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "abc", "a|b|c\nbody", "a|b|c|d|e\nbody", "a|b|c|d"})
  void what_is_no_value_is_none(String text) {
    assertNull(CachedValue.decode(text.getBytes(StandardCharsets.UTF_8), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json;charset=utf-8", "image/svg+xml; q=1; a=b"})
  void media_types(String type) {
    assertEquals(type, CachedValue.contentType("type", type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json", "text/", "a/b|c", "a/b\n", "a/b; c", "*/*"})
  void what_is_no_media_type(String type) {
    assertThrows(InvalidFieldException.class, () -> CachedValue.contentType("type", type));
  }

  @Test
  void json_is_known_by_its_type() {
    assertTrue(CachedValue.isJson("application/json"));
    assertTrue(CachedValue.isJson("application/json;charset=utf-8"));
    assertFalse(CachedValue.isJson("application/jsonp"));
    assertFalse(CachedValue.isJson("text/plain"));
  }

  @Test
  void what_people_wrote_is_not_in_its_text() {
    CachedValue value = value(Map.of(), "secret".getBytes(StandardCharsets.UTF_8));

    assertFalse(value.toString().contains("secret"));
    assertArrayEquals("secret".getBytes(StandardCharsets.UTF_8), value.body());
  }

  private static CachedValue value(Map<String, String> tags, byte[] body) {
    return new CachedValue(VERSION, Ids.random(), tags, "text/plain", body, false);
  }
}
