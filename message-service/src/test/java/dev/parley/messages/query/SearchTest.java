package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.Content.Attachment;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.Servers;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.StoredMessage.Changes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Search where the server has no text index, as the one of these tests. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SearchTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String eve = Chats.user("eve");

  @Test
  void all_words_must_be_there_in_any_order_and_case() {
    String chat = says("The quick brown fox", "the FOX is Quick", "quick and slow", "foxes");

    assertEquals(List.of(chat + ":2", chat + ":1"), found("quick  fox", null));
    assertEquals(List.of(chat + ":4", chat + ":2", chat + ":1"), found("fox", null));
    assertEquals(List.of(), found("quick cat", null));
    assertEquals("scan", search("fox", null, null, null).method());
  }

  @Test
  void patterns_are_words_like_others() {
    String chat = says("what does .* mean", "it costs $5 (five)", "a\\Eb", "nothing");

    assertEquals(List.of(chat + ":1"), found(".*", null));
    assertEquals(List.of(chat + ":2"), found("(five) $5", null));
    assertEquals(List.of(chat + ":3"), found("a\\Eb", null));
    assertEquals(List.of(), found("^^", null));
    assertEquals(List.of(chat + ":4"), found("\"nothing\"", null));
  }

  @Test
  void names_of_attachments_are_searched() {
    String chat = chats.direct(ann, bob);
    Attachment attachment = new Attachment("https://example.com/x", "Offer 2026.pdf", null, null);
    chats.store(
        Chats.message(chat, bob, 1, new Content(Content.FILE, "see this", attachment, null, null)));

    assertEquals(List.of(chat + ":1"), found("offer", null));
    assertEquals(List.of(chat + ":1"), found("see offer", null), "one word here, one there");
  }

  @Test
  void deleted_messages_and_the_server_s_own_are_not_found() {
    String chat = chats.group(ann);
    Changes deleted = new Changes(null, List.of(), Chats.START, null, List.of());
    StoredMessage kept = Chats.message(chat, ann, 3, Content.text("word"));
    chats.store(
        Chats.message(chat, ann, 1, Content.text("word"))
            .changed(Content.text("word"), List.of(), deleted),
        Chats.message(chat, ann, 2, new Content(Content.SYSTEM, "word", null, null, null)),
        kept);

    assertEquals(List.of(kept.messageId()), found("word", null));
  }

  @Test
  void only_the_caller_s_conversations_are_searched() {
    String foreign = chats.direct(bob, eve);
    chats.write(foreign, bob, 1, 2);
    String left = chats.group(bob, ann);
    chats.write(left, bob, 1, 2);
    chats.leave(left, ann);
    String mine = chats.direct(ann, bob);
    chats.write(mine, bob, 1, 2);

    assertEquals(List.of(mine + ":2", mine + ":1"), found("text", null));
    assertEquals(List.of(mine + ":2", mine + ":1"), found("text", mine));
  }

  @Test
  void without_conversations_nothing_is_found() {
    SearchPage page = search("text", null, null, null);

    assertEquals(List.of(), page.messages());
    assertNull(page.cursor());
  }

  @Test
  void pages_go_from_the_latest_to_the_oldest_over_all_conversations() {
    String one = chats.direct(ann, bob);
    String other = chats.group(ann);
    chats.write(one, bob, 1, 9);
    chats.write(other, ann, 1, 7);
    List<String> found = new ArrayList<>();
    List<String> cursors = new ArrayList<>();
    String cursor = null;
    do {
      SearchPage page = search("text", null, cursor, 3);
      assertTrue(page.messages().size() <= 3);
      page.messages().forEach(message -> found.add(message.messageId()));
      cursor = page.cursor();
      cursors.add(cursor);
    } while (cursor != null);

    List<String> expected = new ArrayList<>();
    for (int seq = 9; seq >= 1; seq--) {
      // The same second in both: then the greater key is the first.
      expected.add(one + ":" + seq);
      if (seq <= 7) {
        expected.add(expected.size() - (other.compareTo(one) > 0 ? 1 : 0), other + ":" + seq);
      }
    }
    assertEquals(expected, found);
    assertEquals(6, cursors.size());
  }

  @Test
  void page_that_is_just_full_is_the_last_one() {
    String chat = says("word", "word");

    assertNull(search("word", chat, null, 2).cursor());
    assertNotNull(search("word", chat, null, 1).cursor());
  }

  @Test
  void page_ends_early_when_it_would_be_too_large() {
    String chat = chats.direct(ann, bob);
    List<StoredMessage> large = new ArrayList<>();
    for (long seq = 1; seq <= 50; seq++) {
      large.add(Chats.message(chat, bob, seq, Content.text("word " + "x".repeat(8_000))));
    }
    chats.store(large);
    SearchPage first = search("word", chat, null, 50);
    SearchPage second = search("word", chat, first.cursor(), 50);

    assertTrue(first.messages().size() < 40, "about 32 fit");
    assertEquals(50, first.messages().size() + second.messages().size());
    assertNull(second.cursor());
  }

  @Test
  void one_conversation_is_for_its_members_also_when_it_is_a_channel() {
    assertEquals(ErrorCode.NOT_A_MEMBER, refused("word", chats.group(bob)));
    assertEquals(ErrorCode.NOT_A_MEMBER, refused("word", chats.channel(bob)));
    assertEquals(ErrorCode.NOT_FOUND, refused("word", "c-none"));
  }

  @Test
  void search_for_no_word_is_refused() {
    assertEquals(ErrorCode.INVALID_PARAMS, refused("  ", null));
    assertEquals(ErrorCode.INVALID_PARAMS, refused("\" \"", null));
    assertEquals(ErrorCode.INVALID_PARAMS, refused("", null));
  }

  /** A conversation of ann and bob in which that was said. */
  private String says(String... texts) {
    String chat = chats.direct(ann, bob);
    for (int i = 0; i < texts.length; i++) {
      chats.store(Chats.message(chat, bob, i + 1, Content.text(texts[i])));
    }
    return chat;
  }

  private List<String> found(String text, String chat) {
    return search(text, chat, null, null).messages().stream().map(MessageView::messageId).toList();
  }

  private SearchPage search(String text, String chat, String cursor, Integer limit) {
    return chats.ask(
        QueryType.SEARCH, ann, new Search(text, chat, cursor, limit), SearchPage.class);
  }

  private ErrorCode refused(String text, String chat) {
    return chats.refused(QueryType.SEARCH, ann, new Search(text, chat, null, null));
  }
}
