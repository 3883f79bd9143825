package dev.parley.redisstreams.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterIdTest {

  @Test
  void ids_are_ordered_by_time_then_number_then_partition() {
    List<DeadLetterId> expected =
        List.of(
            new DeadLetterId(7, "9-0"),
            new DeadLetterId(0, "10-2"),
            new DeadLetterId(1, "10-2"),
            new DeadLetterId(0, "10-10"));
    assertEquals(
        expected, expected.stream().sorted(java.util.Comparator.reverseOrder()).sorted().toList());
  }

  @Test
  void text_and_back() {
    DeadLetterId id = new DeadLetterId(12, "1763719200123-4");
    assertEquals(Optional.of(id), DeadLetterId.parse(id.toString(), 0));
    assertEquals(Optional.of(new DeadLetterId(3, "5-0")), DeadLetterId.parse("5-0", 3));
    assertEquals(1763719200123L, id.timestamp());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5-", "-5", "a-b", "1/2/3-0", "99999/1-0", "/1-0", "1-0 ", "*"})
  void other_text_is_no_id(String text) {
    assertEquals(Optional.empty(), DeadLetterId.parse(text, 0));
  }

  @Test
  void what_is_no_id_is_not_made() {
    assertThrows(IllegalArgumentException.class, () -> new DeadLetterId(-1, "1-0"));
    assertThrows(IllegalArgumentException.class, () -> new DeadLetterId(0, "1/1-0"));
    assertThrows(IllegalArgumentException.class, () -> new DeadLetterId(0, "+"));
  }
}
