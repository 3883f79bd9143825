package dev.parley.contracts.command;

import static dev.parley.contracts.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSizeTest {

  private static final int NO_LIMIT = 1_000_000;

  /** Writes the shortest JSON that there is, as the services do. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
              .build());

  private final Random random = new Random(17);

  @Test
  void size_is_that_of_the_json() throws Exception {
    for (Object value :
        Arrays.asList(
            null,
            true,
            0,
            -1L,
            1.5,
            1e300,
            new BigInteger("1".repeat(500)),
            new BigDecimal("1.25"),
            "",
            "a\"b\\c\b\t\n\f\r\u0000\u001f\u007fé日😀/",
            List.of(),
            List.of(1),
            Arrays.asList(1, null, "x"),
            Map.of(),
            Map.of("a\"", List.of(Map.of(), Map.of("b", false))))) {
      assertSizeIsThatOfTheJson(value);
    }
  }

  @Test
  void size_is_that_of_the_json_whatever_it_is() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      assertSizeIsThatOfTheJson(anything(6));
    }
  }

  @Test
  void metadata_has_a_size() {
    String longest = "x".repeat(4096 - "{\"a\":\"\"}".length());
    Check.json("metadata", Map.of("a", longest), 4096);
    Check.json("metadata", Map.of(), 4096);
    Check.json("metadata", null, 4096);
    refusedAsMetadata(Map.of("a", longest + "x"));
    refusedAsMetadata(Map.of("ab", longest));
    refusedAsMetadata(Map.of("a", longest.substring(1) + "é"));
    refusedAsMetadata(Map.of("a", longest.substring(1) + "\""));
  }

  @Test
  void metadata_has_a_depth() {
    Check.json("metadata", objects(8, "x"), 4096);
    refusedAsMetadata(objects(9, "x"));
    Check.json("metadata", Map.of("a", arrays(7)), 4096);
    refusedAsMetadata(Map.of("a", arrays(8)));
    refusedAsMetadata(objects(1_000, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "😀\ude00"})
  void metadata_is_unicode(String text) {
    refusedAsMetadata(Map.of("a", text));
    refusedAsMetadata(Map.of(text, "a"));
    refusedAsMetadata(Map.of("a", List.of(Map.of("b", text))));
    refusedAsMetadata(Map.of("a", List.of(Map.of(text, 1))));
  }

  @Test
  void metadata_is_json() {
    refusedAsMetadata(Map.of("a", Double.NaN));
    refusedAsMetadata(Map.of("a", List.of(Double.POSITIVE_INFINITY)));
    refusedAsMetadata(Map.of("a", Double.NEGATIVE_INFINITY));
    refusedAsMetadata(Map.of("a", new StringBuilder("x")));
  }

  @Test
  void large_values_are_not_looked_through() {
    List<String> endless = Collections.nCopies(Integer.MAX_VALUE, "x");
    assertTrue(JsonSize.of(endless, 10) > 10);
    assertTrue(JsonSize.of("x".repeat(10_000_000), 10) > 10);
  }

  private static void refusedAsMetadata(Map<String, Object> value) {
    refused(
        "metadata must be a JSON object of at most 4096 bytes of UTF-8 and 8 levels",
        () -> Check.json("metadata", value, 4096));
  }

  private static void assertSizeIsThatOfTheJson(Object value) throws Exception {
    byte[] json = JSON.writeValueAsBytes(value);
    assertEquals(json.length, JsonSize.of(value, NO_LIMIT), () -> "of " + new String(json));
  }

  private Object anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 4 -> text();
      case 5 -> IntStream.range(0, random.nextInt(4)).mapToObj(i -> anything(depth - 1)).toList();
      default -> object(depth);
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(text(), anything(depth - 1));
    }
    return object;
  }

  /** Every character of Unicode, those of few bytes more often. */
  private String text() {
    int[] text =
        IntStream.range(0, random.nextInt(20))
            .map(i -> random.nextInt(1 << random.nextInt(21) + 1))
            .filter(c -> c <= Character.MAX_CODE_POINT && (c < 0xD800 || c > 0xDFFF))
            .toArray();
    return new String(text, 0, text.length);
  }

  private static Map<String, Object> objects(int levels, Object innermost) {
    Object value = innermost;
    for (int i = 1; i < levels; i++) {
      value = Map.of("a", value);
    }
    return Map.of("a", value);
  }

  private static Object arrays(int levels) {
    Object value = List.of();
    for (int i = 1; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }
}
