package dev.parley.contracts.query;

import static dev.parley.contracts.Refusals.LONGEST_ID;
import static dev.parley.contracts.Refusals.refused;
import static dev.parley.contracts.Refusals.refusedAsId;
import static dev.parley.contracts.Refusals.refusedAsUserId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

  private static final long MAX_SEQ = 999_999_999_999L;
  private static final String LONGEST_CURSOR = "x".repeat(512);

  /** Each makes a query that is right but for the conversation's id. */
  private static final List<Function<String, Query>> ABOUT_A_CONVERSATION =
      List.of(
          ListScheduled::new,
          GetConversation::new,
          id -> new ListMembers(id, null, null),
          id -> new History(id, null, null, null, null));

  /** Each makes a query that is right but for the limit. */
  private static final List<Function<Integer, Query>> WITH_A_LIMIT =
      List.of(
          limit -> new ListConversations(null, limit, null),
          limit -> new ListMembers("c", null, limit),
          limit -> new History("c", null, null, null, limit),
          limit -> new Search("hi", null, null, limit));

  /** Each makes a query that is right but for the cursor. */
  private static final List<Function<String, Query>> WITH_A_CURSOR =
      List.of(
          cursor -> new ListConversations(cursor, null, true),
          cursor -> new Search("hi", null, cursor, null));

  @Test
  void every_query_about_a_conversation_returns_itself() {
    for (Function<String, Query> of : ABOUT_A_CONVERSATION) {
      Query query = of.apply(LONGEST_ID);
      assertSame(query, query.check());
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a:b", "é"})
  void every_query_about_a_conversation_needs_its_id(String id) {
    for (Function<String, Query> of : ABOUT_A_CONVERSATION) {
      refusedAsId("conversationId", of.apply(id)::check);
      refusedAsId("conversationId", of.apply(LONGEST_ID + "x")::check);
    }
  }

  @Test
  void pages_have_one_to_two_hundred_entries() {
    for (Function<Integer, Query> of : WITH_A_LIMIT) {
      for (Integer limit : new Integer[] {null, 1, 200}) {
        of.apply(limit).check();
      }
      for (Integer limit : new Integer[] {0, -1, 201, Integer.MAX_VALUE}) {
        refused("limit must be 1 to 200", of.apply(limit)::check);
      }
    }
  }

  @Test
  void pages_have_fifty_entries_when_nothing_is_said() {
    assertEquals(50, Query.limit(null));
    assertEquals(7, Query.limit(7));
  }

  @Test
  void cursors_have_a_length() {
    for (Function<String, Query> of : WITH_A_CURSOR) {
      for (String cursor : new String[] {null, "", LONGEST_CURSOR}) {
        of.apply(cursor).check();
      }
      refused("cursor must be at most 512 bytes of UTF-8", of.apply(LONGEST_CURSOR + "x")::check);
    }
  }

  @Test
  void list_needs_nothing() {
    ListConversations all = new ListConversations(null, null, null);
    assertSame(all, all.check());
  }

  @Test
  void unread_needs_nothing() {
    CountUnread unread = new CountUnread();
    assertSame(unread, unread.check());
  }

  @Test
  void members_continue_after_a_user() {
    new ListMembers("c", LONGEST_ID, 1).check();
    refusedAsUserId("after", new ListMembers("c", "", null)::check);
    refusedAsUserId("after", new ListMembers("c", LONGEST_ID + "x", null)::check);
  }

  @Test
  void history_has_one_place_or_none() {
    new History("c", MAX_SEQ, null, null, null).check();
    new History("c", 1L, null, null, null).check();
    new History("c", null, 0L, null, null).check();
    new History("c", null, MAX_SEQ, null, null).check();
    new History("c", null, null, 1L, null).check();
    String sentence = "params must have at most one of beforeSeq, afterSeq, aroundSeq";
    refused(sentence, new History("c", 2L, 1L, null, null)::check);
    refused(sentence, new History("c", 2L, null, 1L, null)::check);
    refused(sentence, new History("c", null, 0L, 1L, null)::check);
    refused(sentence, new History("c", 1L, 1L, 1L, null)::check);
  }

  @Test
  void history_s_places_are_of_messages() {
    for (long seq : new long[] {0, -1, MAX_SEQ + 1}) {
      refused(
          "beforeSeq must be 1 to 999999999999", new History("c", seq, null, null, null)::check);
      refused(
          "aroundSeq must be 1 to 999999999999", new History("c", null, null, seq, null)::check);
    }
    for (long seq : new long[] {-1, MAX_SEQ + 1}) {
      refused("afterSeq must be 0 to 999999999999", new History("c", null, seq, null, null)::check);
    }
  }

  @Test
  void search_has_words() {
    new Search("hi", LONGEST_ID, null, null).check();
    new Search("é", null, null, null).check();
    new Search("x".repeat(256), null, null, null).check();
    for (String text : new String[] {null, "", "x", "x".repeat(257)}) {
      refused("text must be 2 to 256 bytes of UTF-8", new Search(text, null, null, null)::check);
    }
    refusedAsId("conversationId", new Search("hi", "", null, null)::check);
    refusedAsId("conversationId", new Search("hi", LONGEST_ID + "x", null, null)::check);
  }

  @Test
  void sync_names_up_to_a_thousand_conversations() {
    Map<String, Long> thousand = positions(1_000);
    Sync sync = new Sync(thousand, 500, null);
    assertSame(sync, sync.check());
    new Sync(Map.of(), null, null).check();
    refused("positions is missing", new Sync(null, null, null)::check);
    refused(
        "positions must have at most 1000 entries", new Sync(positions(1_001), null, null)::check);
  }

  @Test
  void sync_has_a_place_for_each() {
    new Sync(Map.of(LONGEST_ID, MAX_SEQ, "c", 0L), 1, null).check();
    refusedAsId("positions", new Sync(Map.of("a b", 1L), null, null)::check);
    refusedAsId("positions", new Sync(Map.of(LONGEST_ID + "x", 1L), null, null)::check);
    for (long seq : new long[] {-1, MAX_SEQ + 1}) {
      refused(
          "positions.c must be 0 to 999999999999", new Sync(Map.of("c", seq), null, null)::check);
    }
    Map<String, Long> nowhere = new HashMap<>();
    nowhere.put("c", null);
    refused("positions.c is missing", new Sync(nowhere, null, null)::check);
  }

  @Test
  void sync_tells_up_to_five_hundred_messages() {
    for (int limit : new int[] {0, -1, 501}) {
      refused("limit must be 1 to 500", new Sync(Map.of(), limit, null)::check);
    }
  }

  @Test
  void watched_is_asked_for_up_to_a_hundred_users() {
    new ListWatched(Collections.nCopies(100, LONGEST_ID), "c:" + LONGEST_ID).check();
    new ListWatched(List.of("ann"), LONGEST_ID + ":" + LONGEST_ID).check();
    refused("userIds is missing", new ListWatched(null, null)::check);
    refused("userIds must have 1 to 100 entries", new ListWatched(List.of(), null)::check);
    refused(
        "userIds must have 1 to 100 entries",
        new ListWatched(Collections.nCopies(101, "u"), null)::check);
    refusedAsUserId("userIds[1]", new ListWatched(List.of("ann", "a b"), null)::check);
    refused(
        "after must be at most 257 bytes of UTF-8",
        new ListWatched(List.of("ann"), "x".repeat(258))::check);
  }

  @Test
  void shared_is_asked_for_up_to_a_thousand_users() {
    ListShared query = new ListShared(Collections.nCopies(1000, LONGEST_ID));
    assertSame(query, query.check());
    refused("userIds is missing", new ListShared(null)::check);
    refused("userIds must have 1 to 1000 entries", new ListShared(List.of())::check);
    refused(
        "userIds must have 1 to 1000 entries",
        new ListShared(Collections.nCopies(1001, "u"))::check);
    refusedAsUserId("userIds[1]", new ListShared(List.of("ann", "a b"))::check);
  }

  @Test
  void memberships_are_of_a_user() {
    ListMemberships query = new ListMemberships(LONGEST_ID, LONGEST_ID, 1000);
    assertSame(query, query.check());
    new ListMemberships("ann", null, null).check();
    refusedAsUserId("userId", new ListMemberships(null, null, null)::check);
    refusedAsUserId("userId", new ListMemberships(LONGEST_ID + "x", null, null)::check);
    refusedAsId("after", new ListMemberships("ann", "", null)::check);
    refusedAsId("after", new ListMemberships("ann", "c1:ann", null)::check);
    for (int limit : new int[] {0, -1, 1001}) {
      refused("limit must be 1 to 1000", new ListMemberships("ann", null, limit)::check);
    }
  }

  @Test
  void many_are_described_with_their_last_message_and_few_with_more() {
    for (Integer one : new Integer[] {null, 1}) {
      DescribeConversations query = new DescribeConversations(named(500), one);
      assertSame(query, query.check());
      for (List<String> wrong : Arrays.asList(null, List.<String>of(), named(501))) {
        refused(
            "conversationIds must have 1 to 500 entries",
            new DescribeConversations(wrong, one)::check);
      }
    }
    new DescribeConversations(named(20), 200).check();
    refused(
        "conversationIds must have 1 to 20 entries",
        new DescribeConversations(named(21), 2)::check);
    for (int messages : new int[] {0, -1, 201}) {
      refused("messages must be 1 to 200", new DescribeConversations(named(1), messages)::check);
    }
    refusedAsId("conversationIds[1]", new DescribeConversations(List.of("c", "a b"), null)::check);
  }

  private static List<String> named(int count) {
    return Collections.nCopies(count, LONGEST_ID);
  }

  private static Map<String, Long> positions(int count) {
    Map<String, Long> positions = new HashMap<>();
    for (int i = 0; i < count; i++) {
      positions.put("c" + i, (long) i);
    }
    return positions;
  }
}
