package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageSizeTest {

  /** Twelve bytes each as JSON. */
  private static final List<String> FIVE =
      List.of("0123456789", "1123456789", "2123456789", "3123456789", "4123456789");

  private static PageSize of(int bytes) {
    return new PageSize(new ObjectMapper(), bytes);
  }

  @Test
  void everything_that_fits_is_there() {
    assertEquals(FIVE, of(60).first(FIVE));
    assertEquals(FIVE.subList(0, 4), of(59).first(FIVE));
    assertEquals(List.of(), of(59).first(List.of()));
  }

  @Test
  void one_is_there_also_when_it_does_not_fit() {
    assertEquals(FIVE.subList(0, 1), of(1).first(FIVE));
    assertEquals(FIVE.subList(3, 4), of(1).around(FIVE, 3));
    assertEquals(FIVE.subList(4, 5), of(1).around(FIVE, 4));
  }

  @Test
  void what_is_farthest_from_the_anchor_goes_first() {
    assertEquals(FIVE.subList(1, 4), of(36).around(FIVE, 2));
    assertEquals(FIVE.subList(2, 5), of(36).around(FIVE, 4));
    assertEquals(FIVE.subList(0, 3), of(36).around(FIVE, 0));
    assertEquals(FIVE.subList(3, 5), of(24).around(FIVE, 99));
  }

  @Test
  void what_is_at_an_end_has_all_on_the_other_side() {
    assertEquals(FIVE, of(60).around(FIVE, 3));
    assertEquals(FIVE.subList(1, 5), of(48).around(FIVE, 3));
    assertEquals(FIVE.subList(0, 4), of(48).around(FIVE, 1));
    assertEquals(FIVE.subList(2, 4), of(24).around(FIVE, 2));
  }

  @Test
  void last_ones_are_there_when_not_all_fit() {
    assertEquals(FIVE, of(60).last(FIVE));
    assertEquals(FIVE.subList(2, 5), of(47).last(FIVE));
    assertEquals(FIVE.subList(4, 5), of(1).last(FIVE));
    assertEquals(List.of(), of(1).last(List.of()));
  }

  @Test
  void parts_of_a_page_share_it() {
    assertEquals(FIVE.subList(0, 2), of(50).share(2).first(FIVE));
    assertEquals(FIVE, of(60).share(1).first(FIVE));
    assertEquals(FIVE, of(60).share(0).first(FIVE));
  }

  @Test
  void page_is_written_with_what_else_is_in_it() {
    // Two bytes of quotes, and of each entry ten and a comma.
    assertEquals("\"" + String.join(",", FIVE) + "\"", written(56));
    assertEquals("\"" + String.join(",", FIVE.subList(0, 4)) + "\"", written(55));
    assertEquals("\"" + FIVE.get(0) + "\"", written(1));
    assertEquals("[]", of(1).written(List.of(), fit -> fit).text());
  }

  private static String written(int bytes) {
    return of(bytes).written(FIVE, fit -> String.join(",", fit)).text();
  }

  @Test
  void bytes_are_counted_as_they_are_on_the_wire() {
    List<String> quoted = List.of("\"\"\"\"", "ä");

    assertEquals(quoted.subList(0, 1), of(13).first(quoted));
    assertEquals(quoted, of(14).first(quoted));
  }
}
