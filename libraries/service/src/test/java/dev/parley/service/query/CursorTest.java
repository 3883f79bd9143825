package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.123Z");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cursor_comes_back_as_it_was(boolean pinned) {
    Cursor cursor = new Cursor(pinned, AT, "c-1:000000000017");

    assertEquals(cursor, Cursor.of(cursor.text()));
    assertTrue(cursor.text().matches("[A-Za-z0-9_-]+"), cursor.text());
  }

  @Test
  void text_is_the_same_in_all_services() {
    assertEquals("MTc2MzYzMjgwMDEyMzpjLTE", text(false));
    assertEquals("cDE3NjM2MzI4MDAxMjM6Yy0x", text(true));
  }

  private static String text(boolean pinned) {
    return new Cursor(pinned, Instant.ofEpochMilli(1763632800123L), "c-1").text();
  }

  @Test
  void longest_cursor_is_within_what_a_query_takes() {
    String id = "c".repeat(128) + ":000000000017";

    assertTrue(new Cursor(true, Instant.ofEpochMilli(Long.MAX_VALUE), id).text().length() <= 512);
  }

  @Test
  void pinned_stand_first_then_the_latest() {
    List<Cursor> list =
        List.of(
            new Cursor(true, AT.plusMillis(1), "a"),
            new Cursor(true, AT, "b"),
            new Cursor(true, AT, "a"),
            new Cursor(false, AT.plusMillis(2), "a"),
            new Cursor(false, AT, "c"),
            new Cursor(false, AT, "b"));
    List<Cursor> sorted = new ArrayList<>(list);
    Collections.reverse(sorted);
    Collections.sort(sorted);

    assertEquals(list, sorted);
  }

  @Test
  void nothing_is_the_beginning() {
    assertNull(Cursor.of(null));
    assertNull(Cursor.of(""));
  }

  // Not base64; "abc"; "x:c"; ":c"; "p:c"; "p".
  @ParameterizedTest
  @ValueSource(strings = {"***", "YWJj", "eDpj", "OmM", "cDpj", "cA"})
  void anything_else_is_refused(String text) {
    assertThrows(InvalidFieldException.class, () -> Cursor.of(text));
  }
}
