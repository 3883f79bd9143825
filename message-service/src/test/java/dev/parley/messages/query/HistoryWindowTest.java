package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.query.History;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryWindowTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // before, after, around, limit, last: from, to, older, newer
        "-, -, -, 3, 10, 8, 10, true, false",
        "-, -, -, 10, 10, 1, 10, false, false",
        "-, -, -, 20, 10, 1, 10, false, false",
        "-, -, -, 3, 0, 1, 0, false, false",
        "5, -, -, 3, 10, 2, 4, true, true",
        "3, -, -, 3, 10, 1, 2, false, true",
        "1, -, -, 3, 10, 1, 0, false, true",
        "99, -, -, 3, 10, 8, 10, true, false",
        "11, -, -, 3, 10, 8, 10, true, false",
        "10, -, -, 3, 10, 7, 9, true, true",
        "-, 0, -, 3, 10, 1, 3, false, true",
        "-, 7, -, 3, 10, 8, 10, true, false",
        "-, 8, -, 3, 10, 9, 10, true, false",
        "-, 10, -, 3, 10, 11, 10, true, false",
        "-, 99, -, 3, 10, 100, 10, true, false",
        "-, 5, -, 3, 0, 6, 0, false, false",
        "-, -, 5, 3, 10, 4, 6, true, true",
        "-, -, 5, 4, 10, 3, 6, true, true",
        "-, -, 1, 4, 10, 1, 4, false, true",
        "-, -, 10, 4, 10, 7, 10, true, false",
        "-, -, 99, 4, 10, 7, 10, true, false",
        "-, -, 5, 1, 10, 5, 5, true, true",
        "-, -, 5, 50, 10, 1, 10, false, false",
        "-, -, 5, 4, 0, 1, 0, false, false",
      })
  void window_is(
      Long before,
      Long after,
      Long around,
      int limit,
      long last,
      long from,
      long to,
      boolean older,
      boolean newer) {
    History history = new History("c", before, after, around, limit);
    check(HistoryWindow.of(history, 1, last), from, to, older, newer);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // before, after, around, limit, from, to, older, newer: of 5 to 10
        "-, -, -, 3, 8, 10, true, false",
        "-, -, -, 6, 5, 10, false, false",
        "-, -, -, 20, 5, 10, false, false",
        "7, -, -, 3, 5, 6, false, true",
        "5, -, -, 3, 5, 4, false, true",
        "2, -, -, 3, 5, 1, false, true",
        "-, 0, -, 3, 5, 7, false, true",
        "-, 4, -, 3, 5, 7, false, true",
        "-, 5, -, 3, 6, 8, true, true",
        "-, 3, -, 20, 5, 10, false, false",
        "-, -, 1, 4, 5, 8, false, true",
        "-, -, 5, 4, 5, 8, false, true",
        "-, -, 6, 4, 5, 8, false, true",
        "-, -, 8, 4, 6, 9, true, true",
        "-, -, 99, 4, 7, 10, true, false",
      })
  void window_of_what_is_left_is(
      Long before,
      Long after,
      Long around,
      int limit,
      long from,
      long to,
      boolean older,
      boolean newer) {
    History history = new History("c", before, after, around, limit);
    check(HistoryWindow.of(history, 5, 10), from, to, older, newer);
  }

  private static void check(
      HistoryWindow window, long from, long to, boolean older, boolean newer) {
    assertEquals(from, window.from(), "from");
    assertEquals(to, window.to(), "to");
    assertEquals(older, window.hasBefore(window.from()), "older");
    assertEquals(newer, window.hasAfter(window.to()), "newer");
    assertEquals(Math.max(0, to - from + 1), window.primaryKeys("c").size());
  }
}
