package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class CountUnreadTest {

  @Inject Chats chats;
  @Inject SeenCommands seen;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");

  @Test
  void user_without_conversations_has_nothing_to_read() {
    assertEquals(new UnreadCount(0, 0, 0), unread());
  }

  @Test
  void what_is_beyond_the_read_position_counts() {
    written(5, 2);
    written(3, 3);
    written(4, 0);

    assertEquals(new UnreadCount(7, 2, 0), unread());
  }

  @Test
  void ends_are_the_true_ones_where_the_documents_are_behind() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, bob, 1, 9);
    chats.advance(chat, 2, Chats.START);

    assertEquals(new UnreadCount(9, 1, 0), unread());
  }

  @Test
  void muted_ones_are_counted_apart() {
    written(5, 1);
    chats.set(written(3, 0), ann, "muted", true);

    assertEquals(new UnreadCount(4, 1, 3), unread());
  }

  @Test
  void archived_ones_do_not_count_until_something_comes() {
    String archived = written(3, 1);
    chats.set(archived, ann, "archivedSeq", 3L);
    String muted = written(2, 0);
    chats.set(muted, ann, "muted", true);
    chats.set(muted, ann, "archivedSeq", 2L);
    assertEquals(new UnreadCount(0, 0, 0), unread());

    // The documents still say 3 and 2.
    chats.write(archived, bob, 4, 4);
    chats.write(muted, bob, 3, 3);
    assertEquals(new UnreadCount(3, 1, 3), unread());
  }

  @Test
  void expired_messages_do_not_count() {
    String chat = written(10, 1);
    chats.set(chat, "firstSeq", 8L);

    assertEquals(new UnreadCount(3, 1, 0), unread());
  }

  @Test
  void left_and_deleted_ones_do_not_count() {
    chats.leave(written(3, 0), ann);
    chats.delete(written(3, 0));

    assertEquals(new UnreadCount(0, 0, 0), unread());
  }

  @Test
  void number_of_conversations_changes_nothing_in_the_number_of_calls() {
    for (int i = 0; i < 30; i++) {
      written(2, 1);
    }
    int before = seen.count("find");

    assertEquals(new UnreadCount(30, 30, 0), unread());
    int calls = seen.count("find") - before;
    assertTrue(calls <= 8, "calls: " + calls);
  }

  /** A conversation with so many messages, of which ann has read some. */
  private String written(long lastSeq, long readSeq) {
    String chat = chats.group(ann, bob);
    chats.write(chat, bob, 1, lastSeq);
    chats.advance(chat, lastSeq, Chats.START);
    chats.set(chat, ann, "readSeq", readSeq);
    return chat;
  }

  private UnreadCount unread() {
    return chats.ask(QueryType.COUNT_UNREAD, ann, new CountUnread(), UnreadCount.class);
  }
}
