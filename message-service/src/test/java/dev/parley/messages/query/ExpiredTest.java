package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.Servers;
import dev.parley.messages.message.MessageRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked about conversations whose oldest messages have expired, deleted or not yet. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ExpiredTest {

  @Inject Chats chats;
  @Inject MessageRepository messages;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private String chat;

  @BeforeEach
  void ten_messages() {
    chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 10);
    chats.advance(chat, 10, Chats.START);
  }

  /** As the owner leaves it: expired, and not deleted. */
  private void expire(long firstSeq) {
    chats.set(chat, "firstSeq", firstSeq);
  }

  private void deleteBefore(long seq) {
    Document old = new Document("conversationId", chat).append("seq", new Document("$lt", seq));
    Chats.await(messages.mongoCollection().deleteMany(old));
  }

  @Test
  void history_begins_with_the_first_message() {
    expire(4);
    HistoryPage all = history(null, null, null, 50);
    assertEquals(seqs(4, 10), seqs(all));
    assertFalse(all.moreBefore());
    assertEquals(4, all.firstSeq());

    HistoryPage end = history(null, null, null, 3);
    assertEquals(seqs(8, 10), seqs(end));
    assertTrue(end.moreBefore());
    assertEquals(seqs(4, 7), seqs(history(8L, null, null, 20)));
    assertEquals(List.of(), seqs(history(4L, null, null, 20)));
    assertFalse(history(4L, null, null, 20).moreBefore());
    assertEquals(seqs(4, 6), seqs(history(null, 0L, null, 3)));
    assertEquals(seqs(4, 7), seqs(history(null, null, 1L, 4)));
  }

  @Test
  void history_of_which_nothing_has_expired_says_nothing_of_it() {
    assertNull(history(null, null, null, 3).firstSeq());
  }

  @Test
  void history_of_what_is_all_gone_is_empty() {
    expire(11);
    for (HistoryPage page :
        List.of(
            history(null, null, null, 50),
            history(5L, null, null, 50),
            history(null, 2L, null, 50),
            history(null, null, 3L, 50))) {
      assertEquals(List.of(), seqs(page));
      assertFalse(page.moreBefore());
      assertFalse(page.moreAfter());
      assertEquals(11, page.firstSeq());
    }
  }

  @Test
  void conversation_shows_what_is_left() {
    chats.set(chat, "retentionDays", 30);
    expire(4);
    MyConversation mine = get();
    assertEquals(4, mine.conversation().firstSeq());
    assertEquals(10, mine.conversation().lastSeq());
    assertEquals(30, mine.conversation().retentionDays());
    assertEquals(7, mine.unread());
    assertEquals(10, mine.lastMessage().seq());

    chats.set(chat, bob, "readSeq", 6L);
    assertEquals(4, get().unread());
    expire(11);
    assertEquals(0, get().unread());
    assertNull(get().lastMessage());
    deleteBefore(11);
    assertEquals(10, get().conversation().lastSeq());
    assertNull(list().lastMessage());
    chats.write(chat, ann, 11, 11);
    assertEquals(11, get().conversation().lastSeq());
    assertEquals(11, list().lastMessage().seq());
    assertEquals(1, list().unread());
  }

  @Test
  void sync_of_who_is_far_behind_begins_with_the_first_message() {
    expire(4);
    SyncPage page = sync(1);
    assertEquals(seqs(4, 10), seqs(page));
    assertEquals(Map.of(chat, 10L), page.positions());
    assertEquals(Map.of(chat, 4L), page.firstSeqs());
    assertEquals(List.of(), page.more());

    SyncPage current = sync(10);
    assertEquals(List.of(), seqs(current));
    assertEquals(Map.of(chat, 4L), current.firstSeqs(), "what it has may be older");
  }

  @Test
  void sync_of_what_is_all_gone_is_complete() {
    expire(11);
    deleteBefore(11);
    SyncPage page = sync(2);
    assertEquals(List.of(), seqs(page));
    assertEquals(Map.of(chat, 10L), page.positions());
    assertEquals(Map.of(chat, 11L), page.firstSeqs());
    assertEquals(List.of(), page.more());
  }

  @Test
  void search_does_not_find_what_is_gone() {
    expire(4);
    Search query = new Search("text", chat, null, 50);
    SearchPage one = chats.ask(QueryType.SEARCH, bob, query, SearchPage.class);
    assertEquals(7, one.messages().size());
    assertTrue(one.messages().stream().allMatch(message -> message.seq() >= 4));

    Search all = new Search("text", null, null, 50);
    assertEquals(7, chats.ask(QueryType.SEARCH, bob, all, SearchPage.class).messages().size());
  }

  @Test
  void what_is_deleted_after_the_conversation_was_read_leaves_no_hole() {
    deleteBefore(4);
    assertEquals(seqs(4, 10), seqs(history(null, null, null, 50)));
    assertEquals(seqs(4, 10), seqs(sync(0)));
    assertEquals(Map.of(chat, 4L), sync(0).firstSeqs());

    chats.write(chat, ann, 2, 2);
    assertEquals(seqs(4, 10), seqs(history(null, null, null, 50)));
    assertEquals(seqs(4, 10), seqs(sync(0)));
  }

  @Test
  void answers_while_messages_go_are_without_holes() {
    chats.write(chat, ann, 11, 200);
    chats.advance(chat, 200, Chats.START);
    CompletableFuture<Void> expiring =
        CompletableFuture.runAsync(
            () -> {
              for (long first = 2; first <= 180; first++) {
                expire(first);
                deleteBefore(first);
              }
            });
    boolean done;
    do {
      done = expiring.isDone();
      List<Long> page = seqs(history(null, 0L, null, 200));
      assertEquals(seqs(page.get(0), page.get(0) + page.size() - 1), page);
      List<Long> missed = seqs(sync(0));
      assertEquals(seqs(missed.get(0), 200), missed);
    } while (!done);
    expiring.join();
    assertEquals(seqs(180, 200), seqs(history(null, 0L, null, 50)));
  }

  private HistoryPage history(Long before, Long after, Long around, Integer limit) {
    return chats.ask(
        QueryType.HISTORY, bob, new History(chat, before, after, around, limit), HistoryPage.class);
  }

  private MyConversation get() {
    return chats.ask(
        QueryType.GET_CONVERSATION, bob, new GetConversation(chat), MyConversation.class);
  }

  private MyConversation list() {
    ListConversations all = new ListConversations(null, null, null);
    List<MyConversation> found =
        new ArrayList<>(
            chats
                .ask(QueryType.LIST_CONVERSATIONS, bob, all, ConversationPage.class)
                .conversations());
    assertEquals(1, found.size());
    return found.get(0);
  }

  private SyncPage sync(long position) {
    return chats.ask(
        QueryType.SYNC, bob, new Sync(Map.of(chat, position), null, null), SyncPage.class);
  }

  private static List<Long> seqs(HistoryPage page) {
    return page.messages().stream().map(MessageView::seq).toList();
  }

  private static List<Long> seqs(SyncPage page) {
    return page.messages().stream().map(MessageView::seq).toList();
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
