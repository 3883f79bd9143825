package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class GetConversationTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String eve = Chats.user("eve");

  @Test
  void group_is_as_its_member_has_it() {
    String chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 7);
    chats.advance(chat, 7, Chats.START);
    chats.set(chat, bob, "readSeq", 4L);
    chats.set(chat, bob, "deliveredSeq", 5L);
    chats.set(chat, bob, "muted", true);
    chats.set(chat, bob, "pinned", true);
    MyConversation mine = get(bob, chat);

    assertEquals(
        new ConversationView(
            chat,
            "group",
            "About " + chat,
            "https://example.com/a.png",
            Map.of("topic", Map.of("id", 7)),
            Chats.START,
            ann,
            null,
            3,
            2,
            7,
            List.of(1L),
            null,
            null),
        mine.conversation());
    assertNull(mine.memberIds());
    assertEquals("member", mine.role());
    assertEquals("owner", get(ann, chat).role());
    assertEquals(4, mine.readSeq());
    assertEquals(5, mine.deliveredSeq());
    assertEquals(3, mine.unread());
    assertTrue(mine.muted());
    assertTrue(mine.pinned());
    assertFalse(get(ann, chat).pinned());
    assertFalse(mine.archived());
    assertEquals("text 7", mine.lastMessage().content().text());
  }

  @Test
  void last_seq_and_message_are_the_true_ones_where_the_document_is_behind() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 9);
    chats.advance(chat, 3, Chats.START);
    MyConversation mine = get(bob, chat);

    assertEquals(9, mine.conversation().lastSeq());
    assertEquals(9, mine.lastMessage().seq());
    assertEquals(9, mine.unread());
  }

  @Test
  void direct_conversation_without_messages() {
    String chat = chats.direct(ann, bob);
    MyConversation mine = get(ann, chat);

    assertEquals(List.of(ann, bob), mine.memberIds());
    assertEquals(2, mine.conversation().memberCount());
    assertEquals(0, mine.conversation().lastSeq());
    assertEquals(0, mine.unread());
    assertNull(mine.lastMessage());
    assertNull(mine.conversation().metadata());
  }

  @Test
  void unread_is_never_below_zero() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 2);
    chats.set(chat, bob, "readSeq", 5L);

    assertEquals(0, get(bob, chat).unread());
  }

  @Test
  void archived_is_what_has_nothing_newer() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 2);
    chats.set(chat, bob, "archivedSeq", 2L);
    assertTrue(get(bob, chat).archived());
    assertFalse(get(ann, chat).archived());

    chats.write(chat, ann, 3, 3);
    assertFalse(get(bob, chat).archived());
  }

  @Test
  void who_has_left_is_not_counted_and_sees_nothing() {
    String chat = chats.group(ann, bob, eve);
    chats.leave(chat, eve);

    assertEquals(2, get(ann, chat).conversation().memberCount());
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chat));
  }

  @Test
  void channel_may_be_looked_at_from_outside() {
    String chat = chats.channel(ann, bob);
    chats.write(chat, ann, 1, 3);
    MyConversation seen = get(eve, chat);

    assertNull(seen.role());
    assertEquals(2, seen.conversation().memberCount());
    assertEquals(3, seen.lastMessage().seq());
    assertEquals(0, seen.unread());
    assertFalse(seen.archived());
  }

  @Test
  void outsiders_of_groups_and_pairs_are_refused() {
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chats.group(ann)));
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chats.direct(ann, bob)));
  }

  @Test
  void what_is_not_there_or_deleted_is_not_found() {
    assertEquals(ErrorCode.NOT_FOUND, refused(ann, "c-none"));
    for (String chat : List.of(chats.group(ann), chats.channel(ann))) {
      chats.delete(chat);
      assertEquals(ErrorCode.NOT_FOUND, refused(ann, chat));
      assertEquals(ErrorCode.NOT_FOUND, refused(eve, chat));
    }
  }

  @Test
  void field_out_of_bounds_is_named() {
    assertEquals(ErrorCode.INVALID_PARAMS, refused(ann, "not an id!"));
  }

  private MyConversation get(String user, String chat) {
    return chats.ask(
        QueryType.GET_CONVERSATION, user, new GetConversation(chat), MyConversation.class);
  }

  private ErrorCode refused(String user, String chat) {
    return chats.refused(QueryType.GET_CONVERSATION, user, new GetConversation(chat));
  }
}
