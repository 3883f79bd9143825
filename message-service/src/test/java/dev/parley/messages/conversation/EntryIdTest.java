package dev.parley.messages.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryIdTest {

  @ParameterizedTest
  @CsvSource({
    "0-0, 0-1",
    "9-9, 10-0",
    "1700000000000-9, 1700000000000-10",
    "1700000000000-18446744073709551614, 1700000000000-18446744073709551615",
    "9223372036854775807-0, 9223372036854775808-0"
  })
  void later_entries_are_greater(String earlier, String later) {
    assertTrue(EntryId.of(earlier).compareTo(EntryId.of(later)) < 0);
    assertTrue(EntryId.of(later).compareTo(EntryId.of(earlier)) > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-0", "1700000000000-7", "18446744073709551615-18446744073709551615"})
  void what_is_written_is_read(String id) {
    assertEquals(id, EntryId.of(id).toString());
    assertEquals(0, EntryId.of(id).compareTo(EntryId.of(id)));
  }
}
