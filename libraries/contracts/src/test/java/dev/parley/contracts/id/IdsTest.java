package dev.parley.contracts.id;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Check;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @Test
  void random_ids_are_new_and_of_id_characters() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String id = Ids.random();
      assertEquals(16, id.length());
      assertTrue(seen.add(id));
      assertDoesNotThrow(() -> Check.id("id", id));
    }
  }

  @Test
  void direct_id_is_frozen() {
    assertEquals("d-O9il-2bl-EWHErdUgtwV", ConversationIds.direct("ann", "bob"));
  }

  @Test
  void direct_id_is_the_same_from_both_sides() {
    List<List<String>> pairs =
        List.of(List.of("ann", "bob"), List.of("a", "ab"), List.of("user|1", "user+2@x.org"));
    for (List<String> pair : pairs) {
      String id = ConversationIds.direct(pair.get(0), pair.get(1));
      assertEquals(id, ConversationIds.direct(pair.get(1), pair.get(0)));
      assertDoesNotThrow(() -> Check.id("conversationId", id));
    }
  }

  @Test
  void direct_id_knows_where_one_user_ends_and_the_other_begins() {
    assertNotEquals(ConversationIds.direct("a", "bc"), ConversationIds.direct("ab", "c"));
    assertNotEquals(ConversationIds.direct("a", "11:b"), ConversationIds.direct("a1", "1:b"));
    assertNotEquals(ConversationIds.direct("a", "a"), ConversationIds.direct("a", "b"));
  }

  @Test
  void created_id_is_frozen() {
    assertEquals("c-yRXgJcuCvKUfI5sGhcHi", ConversationIds.created("ann", "k1"));
  }

  @Test
  void created_id_is_the_same_for_a_retry_and_for_nothing_else() {
    String id = ConversationIds.created("ann", "k1");
    assertEquals(id, ConversationIds.created("ann", "k1"));
    assertNotEquals(id, ConversationIds.created("ann", "k2"));
    assertNotEquals(id, ConversationIds.created("bob", "k1"));
    assertNotEquals(ConversationIds.created("a", "bc"), ConversationIds.created("ab", "c"));
    assertNotEquals(ConversationIds.created("a", "b"), ConversationIds.created("b", "a"));
    assertNotEquals(ConversationIds.created("ann", "bob"), ConversationIds.direct("ann", "bob"));
  }

  @Test
  void conversation_ids_have_22_characters() {
    for (String id :
        List.of(
            ConversationIds.direct("x".repeat(128), "bob"),
            ConversationIds.created("ann", "x".repeat(128)))) {
      assertEquals(22, id.length());
      assertTrue(Check.isId(id));
    }
  }

  @ParameterizedTest
  @CsvSource({"c1:1, c1, 1", "d-_A:17, d-_A, 17", "c:999999999999, c, 999999999999"})
  void message_id_says_conversation_and_place(String id, String conversation, long seq) {
    assertTrue(MessageIds.isMessageId(id));
    assertEquals(conversation, MessageIds.conversationOf(id));
    assertEquals(seq, MessageIds.seqOf(id));
    assertEquals(id, MessageIds.of(conversation, seq));
  }

  @Test
  void message_id_of_the_longest_conversation_id_is_one() {
    String longest = "x".repeat(128);
    assertTrue(MessageIds.isMessageId(MessageIds.of(longest, MessageIds.MAX_SEQ)));
    assertFalse(MessageIds.isMessageId(MessageIds.of(longest + "x", 1)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "c1",
        ":",
        "c1:",
        ":1",
        "c1:0",
        "c1:01",
        "c1:000000000001",
        "c1:-1",
        "c1:+1",
        "c1: 1",
        "c1:1 ",
        "c1:1x",
        "c1:1.0",
        "c1:١",
        "c1:1000000000000",
        "c1:1:1",
        "c 1:1",
        "é:1"
      })
  void message_id_is_nothing_else(String id) {
    assertFalse(MessageIds.isMessageId(id));
  }

  @Test
  void message_ids_are_frozen() {
    assertEquals("c1:17", MessageIds.of("c1", 17));
    assertEquals("c1:000000000017", MessageIds.primaryKey("c1", 17));
    assertEquals("c1:999999999999", MessageIds.primaryKey("c1", 999_999_999_999L));
    assertEquals("c1:000000000000", MessageIds.primaryKey("c1", 0));
  }

  @Test
  void primary_keys_sort_as_the_conversation_does() {
    List<String> keys =
        LongStream.of(1, 2, 9, 10, 99, 100, 12_345, 999_999_999_999L)
            .mapToObj(seq -> MessageIds.primaryKey("c1", seq))
            .toList();
    assertEquals(keys, keys.stream().sorted().toList());
  }
}
