package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void cursor_comes_back_as_it_was() {
    Cursor cursor = new Cursor(Instant.parse("2026-11-20T10:00:00.123Z"), "c-1:000000000017");

    assertEquals(cursor, Cursor.of(cursor.text()));
    assertTrue(cursor.text().matches("[A-Za-z0-9_-]+"), cursor.text());
  }

  @Test
  void longest_cursor_is_within_what_a_query_takes() {
    String id = "c".repeat(128) + ":000000000017";

    assertTrue(new Cursor(Instant.ofEpochMilli(Long.MAX_VALUE), id).text().length() <= 512);
  }

  @Test
  void nothing_is_the_beginning() {
    assertNull(Cursor.of(null));
    assertNull(Cursor.of(""));
  }

  // Not base64; "abc"; "x:c"; ":c".
  @ParameterizedTest
  @ValueSource(strings = {"***", "YWJj", "eDpj", "OmM"})
  void anything_else_is_refused(String text) {
    assertThrows(InvalidFieldException.class, () -> Cursor.of(text));
  }
}
