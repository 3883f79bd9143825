package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.Servers;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.StoredMessage.Changes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class HistoryTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String eve = Chats.user("eve");

  @Test
  void end_of_the_conversation_comes_without_a_place() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 60);
    HistoryPage page = page(bob, chat, null, null, null, null);

    assertEquals(chat, page.conversationId());
    assertEquals(seqs(11, 60), seqs(page));
    assertTrue(page.moreBefore());
    assertFalse(page.moreAfter());
    assertEquals("text 60", page.messages().get(49).content().text());
  }

  @Test
  void pages_backwards_have_all_from_the_end_to_the_beginning() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 25);
    List<Long> found = new ArrayList<>();
    HistoryPage page = page(bob, chat, null, null, null, 7);
    found.addAll(0, seqs(page));
    while (page.moreBefore()) {
      page = page(bob, chat, found.get(0), null, null, 7);
      assertTrue(page.moreAfter());
      found.addAll(0, seqs(page));
    }

    assertEquals(seqs(1, 25), found);
  }

  @Test
  void around_has_both_sides() {
    String chat = chats.direct(ann, bob);
    chats.write(chat, ann, 1, 25);
    HistoryPage page = page(bob, chat, null, null, 12L, 5);

    assertEquals(seqs(10, 14), seqs(page));
    assertTrue(page.moreBefore());
    assertTrue(page.moreAfter());
  }

  @Test
  void conversation_without_messages_is_an_empty_page() {
    HistoryPage page = page(ann, chats.direct(ann, bob), null, null, null, null);

    assertEquals(List.of(), page.messages());
    assertFalse(page.moreBefore());
    assertFalse(page.moreAfter());
  }

  @Test
  void similar_ids_are_kept_apart() {
    String chat = chats.direct(ann, bob);
    chats.write(chat + "0", ann, 1, 5);
    chats.write(chat, ann, 1, 2);
    chats.write(chat + "-", ann, 1, 5);

    assertEquals(seqs(1, 2), seqs(page(bob, chat, null, 0L, null, 200)));
  }

  @Test
  void pages_forwards_are_without_holes_while_others_write() {
    String chat = chats.direct(ann, bob);
    long total = 300;
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (long seq = 1; seq <= total; seq += 3) {
                chats.write(chat, ann, seq, seq + 2);
                if (seq % 90 == 1) {
                  // As in life: the document follows, some way behind.
                  chats.advance(chat, seq, Chats.START);
                }
                if (seq > total / 2) {
                  await(reading);
                }
              }
            });
    List<Long> found = new ArrayList<>();
    while (found.size() < total) {
      boolean done = writing.isDone();
      HistoryPage page = page(bob, chat, null, (long) found.size(), null, 20);
      found.addAll(seqs(page));
      assertEquals(seqs(1, found.size()), found);
      assertFalse(done && page.messages().isEmpty(), "what is written is found");
      if (!found.isEmpty()) {
        reading.countDown();
      }
    }
    writing.join();
  }

  /** So that one half is written while the other is read. */
  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(Chats.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void ends_asked_for_while_others_write_are_without_holes() {
    String chat = chats.direct(ann, bob);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> LongStream.rangeClosed(1, 120).forEach(seq -> chats.write(chat, ann, seq, seq)));
    long seen = 0;
    do {
      HistoryPage page = page(bob, chat, null, null, null, 10);
      if (!page.messages().isEmpty()) {
        long last = page.messages().get(page.messages().size() - 1).seq();
        assertEquals(seqs(Math.max(1, last - 9), last), seqs(page));
        assertTrue(last >= seen, "never goes back");
        seen = last;
      }
    } while (seen < 120);
    writing.join();
  }

  @Test
  void page_ends_early_when_it_would_be_too_large_and_says_so() {
    String chat = chats.direct(ann, bob);
    List<StoredMessage> large = new ArrayList<>();
    for (long seq = 1; seq <= 80; seq++) {
      large.add(Chats.message(chat, ann, seq, Content.text("x".repeat(8_000))));
    }
    chats.store(large);
    HistoryPage end = page(bob, chat, null, null, null, 80);
    assertTrue(end.messages().size() < 40, "about 32 fit");
    assertEquals(seqs(81 - end.messages().size(), 80), seqs(end));
    assertTrue(end.moreBefore());
    assertFalse(end.moreAfter());

    HistoryPage beginning = page(bob, chat, null, 0L, null, 80);
    assertEquals(seqs(1, beginning.messages().size()), seqs(beginning));
    assertFalse(beginning.moreBefore());
    assertTrue(beginning.moreAfter());

    HistoryPage around = page(bob, chat, null, null, 40L, 80);
    assertTrue(seqs(around).contains(40L));
    assertTrue(around.moreBefore() && around.moreAfter());
  }

  @Test
  void deleted_message_keeps_its_place_and_says_nothing() {
    String chat = chats.direct(ann, bob);
    Changes deleted = new Changes(null, List.of(), Chats.START, null, List.of());
    chats.store(
        Chats.message(chat, ann, 1, Content.text("secret")).changed(null, List.of(), deleted));
    MessageView view = page(bob, chat, null, null, null, null).messages().get(0);

    assertEquals(1, view.seq());
    assertNull(view.content());
    assertNotNull(view.deletedAt());
  }

  @Test
  void who_came_later_sees_all_and_who_left_nothing() {
    String chat = chats.group(ann, bob, eve);
    chats.write(chat, ann, 1, 5);
    chats.set(chat, bob, "joinedSeq", 4L);
    chats.leave(chat, eve);

    assertEquals(seqs(1, 5), seqs(page(bob, chat, null, null, null, null)));
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chat));
  }

  @Test
  void channel_is_open_to_all_and_the_rest_to_members() {
    String channel = chats.channel(ann);
    chats.write(channel, ann, 1, 2);

    assertEquals(seqs(1, 2), seqs(page(eve, channel, null, null, null, null)));
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chats.group(ann)));
    assertEquals(ErrorCode.NOT_FOUND, refused(eve, "c-none"));
    chats.delete(channel);
    assertEquals(ErrorCode.NOT_FOUND, refused(ann, channel));
  }

  private HistoryPage page(
      String user, String chat, Long before, Long after, Long around, Integer limit) {
    return chats.ask(
        QueryType.HISTORY,
        user,
        new History(chat, before, after, around, limit),
        HistoryPage.class);
  }

  private ErrorCode refused(String user, String chat) {
    return chats.refused(QueryType.HISTORY, user, new History(chat, null, null, null, null));
  }

  private static List<Long> seqs(HistoryPage page) {
    return page.messages().stream().map(MessageView::seq).toList();
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
