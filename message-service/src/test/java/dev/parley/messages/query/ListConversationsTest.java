package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListConversationsTest {

  @Inject Chats chats;
  @Inject SeenCommands seen;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");

  @Test
  void latest_message_or_else_creation_decides_the_order() {
    String quiet = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(50), ann);
    String busy = chats.direct(ann, bob);
    chats.write(busy, bob, 1, 3);
    chats.advance(busy, 3, Chats.START.plusSeconds(100));
    String old = chats.channel(ann);
    chats.direct(bob, Chats.user("eve"));
    ConversationPage page = page(null, null, null);

    assertEquals(List.of(busy, quiet, old), ids(page));
    assertNull(page.cursor());
    MyConversation first = page.conversations().get(0);
    assertEquals(3, first.unread());
    assertEquals("text 3", first.lastMessage().content().text());
    assertEquals(List.of(ann, bob), first.memberIds());
  }

  @Test
  void pages_go_through_all_also_where_times_are_equal() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      expected.add(chats.group(ann));
    }
    Collections.sort(expected, Collections.reverseOrder());

    assertEquals(expected, pages(4));
  }

  @Test
  void pinned_ones_stand_before_all_others() {
    String busy = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(9), ann);
    String pinned = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(3), ann);
    String quiet = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(2), ann);
    String oldAndPinned = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(1), ann);
    chats.set(pinned, ann, "pinned", true);
    chats.set(oldAndPinned, ann, "pinned", true);
    ConversationPage page = page(null, null, null);

    assertEquals(List.of(pinned, oldAndPinned, busy, quiet), ids(page));
    assertTrue(page.conversations().get(0).pinned());
    assertFalse(page.conversations().get(2).pinned());
  }

  @Test
  void pinned_messages_are_told_and_nothing_when_none_is_pinned_any_more() {
    String chat = chats.direct(ann, bob);
    chats.set(chat, "pinned", List.of(2L, 1L));
    assertEquals(List.of(2L, 1L), onlyView().pinned());
    chats.set(chat, "pinned", List.of());
    assertNull(onlyView().pinned());
  }

  private ConversationView onlyView() {
    return page(null, null, null).conversations().get(0).conversation();
  }

  @Test
  void pages_go_from_the_pinned_ones_on_to_the_others() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String chat = chats.open(ConversationType.GROUP, Chats.START.minusSeconds(i), ann);
      if (i % 2 == 1) {
        chats.set(chat, ann, "pinned", true);
        expected.add(i / 2, chat);
      } else {
        expected.add(chat);
      }
    }

    assertEquals(expected, pages(3));
    assertEquals(expected, pages(1));
  }

  @Test
  void pinned_and_archived_are_first_among_the_archived() {
    String pinned = chats.open(ConversationType.GROUP, Chats.START, ann);
    String later = chats.open(ConversationType.GROUP, Chats.START.plusSeconds(1), ann);
    for (String chat : List.of(pinned, later)) {
      chats.set(chat, ann, "archivedSeq", 0L);
    }
    chats.set(pinned, ann, "pinned", true);

    assertEquals(List.of(pinned, later), ids(page(null, null, true)));
    assertEquals(List.of(), ids(page(null, null, null)));
  }

  @Test
  void conversation_that_is_pinned_meanwhile_comes_once_at_most() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(chats.open(ConversationType.GROUP, Chats.START.minusSeconds(i), ann));
    }
    ConversationPage first = page(null, 2, null);
    chats.set(all.get(0), ann, "pinned", true);
    chats.set(all.get(3), ann, "pinned", true);

    assertEquals(all.subList(2, 3), ids(page(first.cursor(), 10, null)));
  }

  private List<String> pages(int limit) {
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      ConversationPage page = page(cursor, limit, null);
      found.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);
    return found;
  }

  @Test
  void page_that_is_just_full_is_the_last_one() {
    chats.group(ann);
    chats.group(ann);

    assertNull(page(null, 2, null).cursor());
    assertNotNull(page(null, 1, null).cursor());
  }

  @Test
  void conversation_that_moves_to_the_front_shifts_no_page() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(chats.open(ConversationType.GROUP, Chats.START.minusSeconds(i), ann));
    }
    ConversationPage first = page(null, 2, null);
    chats.advance(all.get(5), 1, Chats.START.plusSeconds(9));
    chats.advance(all.get(0), 1, Chats.START.plusSeconds(8));
    List<String> rest = ids(page(first.cursor(), 10, null));

    assertEquals(all.subList(0, 2), ids(first));
    assertEquals(all.subList(2, 5), rest);
    assertEquals(all.get(5), ids(page(null, 1, null)).get(0));
  }

  @Test
  void archived_ones_are_a_list_of_their_own() {
    String normal = chats.group(ann);
    String archived = chats.direct(ann, bob);
    chats.write(archived, bob, 1, 2);
    chats.advance(archived, 2, Chats.START);
    chats.set(archived, ann, "archivedSeq", 2L);
    assertEquals(List.of(normal), ids(page(null, null, null)));
    assertEquals(List.of(normal), ids(page(null, null, false)));
    ConversationPage page = page(null, null, true);
    assertEquals(List.of(archived), ids(page));
    assertTrue(page.conversations().get(0).archived());

    // The document still says 2.
    chats.write(archived, bob, 3, 3);
    assertEquals(List.of(), ids(page(null, null, true)));
    assertEquals(2, ids(page(null, null, null)).size());
  }

  @Test
  void left_and_deleted_ones_are_not_there() {
    String left = chats.group(bob, ann);
    chats.leave(left, ann);
    chats.delete(chats.group(ann));
    String kept = chats.group(ann);

    assertEquals(List.of(kept), ids(page(null, null, null)));
  }

  @Test
  void nobody_s_list_is_empty() {
    ConversationPage page = page(null, null, null);

    assertEquals(List.of(), page.conversations());
    assertNull(page.cursor());
  }

  @Test
  void page_ends_early_when_it_would_be_too_large_and_none_is_left_out() {
    String large = "{\"x\":\"" + "y".repeat(20_000) + "\"}";
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String chat = chats.group(ann);
      chats.set(chat, "metadata", large);
      expected.add(chat);
    }
    List<String> found = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      ConversationPage page = page(cursor, 20, null);
      found.addAll(ids(page));
      cursor = page.cursor();
      pages++;
    } while (cursor != null);

    assertEquals(2, pages);
    assertEquals(20, found.size());
    assertEquals(expected.stream().sorted().toList(), found.stream().sorted().toList());
  }

  @Test
  void memberships_looked_at_are_bounded() {
    chats.group(ann);
    page(null, null, null);

    assertTrue(
        seen.latest("find").stream()
            .filter(find -> find.getString("find").getValue().equals("memberships"))
            .filter(find -> find.containsKey("limit"))
            .anyMatch(find -> find.getInt32("limit").getValue() == 5_000));
  }

  @Test
  void cursor_that_is_none_is_refused() {
    for (String cursor : List.of("x", "!!!", "YWJj")) {
      assertEquals(
          ErrorCode.INVALID_PARAMS,
          chats.refused(
              QueryType.LIST_CONVERSATIONS, ann, new ListConversations(cursor, null, null)));
    }
  }

  private ConversationPage page(String cursor, Integer limit, Boolean archived) {
    return chats.ask(
        QueryType.LIST_CONVERSATIONS,
        ann,
        new ListConversations(cursor, limit, archived),
        ConversationPage.class);
  }

  private static List<String> ids(ConversationPage page) {
    return page.conversations().stream().map(mine -> mine.conversation().conversationId()).toList();
  }
}
