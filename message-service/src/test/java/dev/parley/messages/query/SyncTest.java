package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.messages.message.StoredMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class SyncTest {

  @Inject Chats chats;
  @Inject SeenCommands seen;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");

  @Test
  void what_was_missed_comes_in_order() {
    String one = chats.direct(ann, bob);
    String other = chats.group(bob, ann);
    String current = chats.group(bob, ann);
    chats.write(one, bob, 1, 5);
    chats.write(other, bob, 1, 3);
    chats.write(current, bob, 1, 2);
    SyncPage page = sync(Map.of(one, 3L, other, 0L, current, 2L), null);

    assertEquals(List.of(4L, 5L), seqs(page, one));
    assertEquals(List.of(1L, 2L, 3L), seqs(page, other));
    assertEquals(List.of(), seqs(page, current));
    assertEquals(Map.of(one, 5L, other, 3L, current, 2L), page.positions());
    assertEquals(List.of(), page.more());
    assertEquals(List.of(), page.added());
    assertEquals(List.of(), page.gone());
  }

  @Test
  void conversations_that_were_not_named_are_added_with_their_last_message() {
    String known = chats.direct(ann, bob);
    String unknown = chats.group(bob, ann);
    chats.write(unknown, bob, 1, 4);
    SyncPage page = sync(Map.of(known, 0L), null);

    assertEquals(1, page.added().size());
    assertEquals(unknown, page.added().get(0).conversation().conversationId());
    assertEquals(4, page.added().get(0).lastMessage().seq());
    assertEquals(4, page.added().get(0).unread());
    assertEquals(Set.of(known), page.positions().keySet());
  }

  @Test
  void conversations_of_others_and_what_was_left_or_deleted_are_gone() {
    String left = chats.group(bob, ann);
    chats.leave(left, ann);
    String foreign = chats.group(bob);
    String deleted = chats.group(ann);
    chats.delete(deleted);
    chats.write(left, bob, 1, 3);
    chats.write(foreign, bob, 1, 3);
    SyncPage page = sync(Map.of(left, 0L, foreign, 0L, deleted, 0L, "c-none", 7L), null);

    assertEquals(Set.of(left, foreign, deleted, "c-none"), new HashSet<>(page.gone()));
    assertEquals(List.of(), page.messages());
    assertEquals(Map.of(), page.positions());
    assertEquals(List.of(), page.added());
  }

  @Test
  void channel_from_outside_is_gone_too() {
    String channel = chats.channel(bob);

    assertEquals(List.of(channel), sync(Map.of(channel, 0L), null).gone());
  }

  @Test
  void nobody_has_missed_nothing() {
    SyncPage page = sync(Map.of(), null);

    assertEquals(new SyncPage(List.of(), Map.of(), List.of(), List.of(), List.of(), null), page);
  }

  @Test
  void asking_again_with_the_positions_comes_to_an_end_without_holes() {
    Map<String, Long> positions = new HashMap<>();
    Map<String, List<Long>> found = new HashMap<>();
    for (int i = 0; i < 7; i++) {
      String chat = chats.group(bob, ann);
      chats.write(chat, bob, 1, 3 * i + 1L);
      positions.put(chat, 0L);
      found.put(chat, new ArrayList<>());
    }
    SyncPage page;
    int rounds = 0;
    do {
      page = sync(positions, 10);
      assertTrue(page.messages().size() <= 10);
      page.messages().forEach(one -> found.get(one.conversationId()).add(one.seq()));
      positions = page.positions();
      rounds++;
    } while (!page.more().isEmpty());

    assertEquals(7, rounds, "70 messages, 10 at a time");
    for (Map.Entry<String, List<Long>> one : found.entrySet()) {
      assertEquals(
          LongStream.rangeClosed(1, positions.get(one.getKey())).boxed().toList(), one.getValue());
    }
  }

  @Test
  void page_ends_early_when_it_would_be_too_large_and_says_where() {
    String chat = chats.direct(ann, bob);
    List<StoredMessage> large = new ArrayList<>();
    for (long seq = 1; seq <= 50; seq++) {
      large.add(Chats.message(chat, bob, seq, Content.text("x".repeat(8_000))));
    }
    chats.store(large);
    SyncPage first = sync(Map.of(chat, 0L), null);
    long reached = first.positions().get(chat);
    assertTrue(reached < 40, "about 32 fit");
    assertEquals(LongStream.rangeClosed(1, reached).boxed().toList(), seqs(first, chat));
    assertEquals(List.of(chat), first.more());

    SyncPage second = sync(first.positions(), null);
    assertEquals(LongStream.rangeClosed(reached + 1, 50).boxed().toList(), seqs(second, chat));
    assertEquals(List.of(), second.more());
  }

  @Test
  void added_ones_are_bounded() {
    for (int i = 0; i < SyncHandler.MAX_ADDED + 5; i++) {
      chats.group(ann);
    }

    assertEquals(SyncHandler.MAX_ADDED, sync(Map.of(), null).added().size());
  }

  @Test
  void calls_to_mongodb_do_not_grow_with_the_conversations() {
    Map<String, Long> positions = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      String chat = chats.group(bob, ann);
      chats.write(chat, bob, 1, 2);
      (i % 2 == 0 ? positions : new HashMap<String, Long>()).put(chat, 0L);
    }
    int before = seen.count("find", "aggregate");
    SyncPage page = sync(positions, null);
    int calls = seen.count("find", "aggregate") - before;

    assertEquals(40, page.messages().size());
    assertEquals(20, page.added().size());
    assertTrue(calls <= 10, calls + " calls");
  }

  @Test
  void while_others_write_nothing_is_left_out() {
    String chat = chats.direct(ann, bob);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> LongStream.rangeClosed(1, 200).forEach(seq -> chats.write(chat, bob, seq, seq)));
    Map<String, Long> positions = Map.of(chat, 0L);
    List<Long> found = new ArrayList<>();
    while (found.size() < 200) {
      SyncPage page = sync(positions, 10);
      found.addAll(seqs(page, chat));
      positions = page.positions();
      assertEquals(LongStream.rangeClosed(1, found.size()).boxed().toList(), found);
      assertEquals(found.size(), positions.get(chat));
    }
    writing.join();
  }

  @Test
  void too_many_positions_are_refused() {
    Map<String, Long> positions = new HashMap<>();
    for (int i = 0; i <= Sync.MAX_CONVERSATIONS; i++) {
      positions.put("c" + i, 0L);
    }
    assertEquals(
        ErrorCode.INVALID_PARAMS,
        chats.refused(QueryType.SYNC, ann, new Sync(positions, null, null)));
  }

  private SyncPage sync(Map<String, Long> positions, Integer limit) {
    return chats.ask(QueryType.SYNC, ann, new Sync(positions, limit, null), SyncPage.class);
  }

  private static List<Long> seqs(SyncPage page, String chat) {
    return page.messages().stream()
        .filter(message -> message.conversationId().equals(chat))
        .map(MessageView::seq)
        .toList();
  }
}
