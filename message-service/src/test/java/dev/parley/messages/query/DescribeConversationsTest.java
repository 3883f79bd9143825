package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.reply.ConversationDescriptions;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.StoredMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class DescribeConversationsTest {

  @Inject Chats chats;
  @Inject SeenCommands seen;
  @Inject MessageRepository messages;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String cy = Chats.user("cy");

  @Test
  void group_is_described_with_its_true_end() {
    String chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 7);
    chats.advance(chat, 3, Chats.START);
    Description found = only(null, chat);

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
        found.conversation());
    assertNull(found.memberIds());
    assertEquals(List.of(7L), seqs(found));
    assertEquals("text 7", found.messages().get(0).content().text());
  }

  @Test
  void direct_one_says_who_its_members_are() {
    String chat = chats.direct(ann, bob);
    Description found = only(null, chat);

    assertEquals(List.of(ann, bob), found.memberIds());
    assertEquals(2, found.conversation().memberCount());
    assertEquals(List.of(), found.messages());
    assertEquals(0, found.conversation().lastSeq());
  }

  @Test
  void deleted_one_is_there_and_what_does_not_exist_is_not() {
    String deleted = chats.group(ann, bob);
    chats.write(deleted, ann, 1, 2);
    chats.delete(deleted);
    Description found = only(null, deleted, "c-none");

    assertNotNull(found.conversation().deletedAt());
    assertEquals(2, found.conversation().lastSeq());
    assertEquals(new ConversationDescriptions(List.of(), null), describe(null, List.of("c-none")));
  }

  @Test
  void members_are_those_of_the_revision_also_when_they_are_not_stored_yet() {
    String chat = chats.group(ann, bob);
    chats.pend(
        chat, Chats.change(chat, cy, null), Chats.change(chat, bob, Chats.START.plusSeconds(1)));
    assertEquals(2, only(null, chat).conversation().memberCount(), "ann and cy");

    chats.pend(chat, Chats.change(chat, cy, null));
    assertEquals(3, only(null, chat).conversation().memberCount());
    chats.pend(chat, Chats.change(chat, bob, null));
    assertEquals(2, only(null, chat).conversation().memberCount(), "stored already");
  }

  @Test
  void last_messages_are_there_in_order() {
    String chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 10);
    chats.advance(chat, 4, Chats.START);

    assertEquals(seqs(8, 10), seqs(only(3, chat)));
    assertEquals(seqs(1, 10), seqs(only(10, chat)));
    assertEquals(seqs(1, 10), seqs(only(200, chat)));
  }

  @Test
  void each_of_several_has_its_own_messages() {
    String one = chats.group(ann, bob);
    String other = chats.direct(ann, cy);
    chats.write(one, ann, 1, 5);
    chats.write(other, cy, 1, 3);
    ConversationDescriptions found = describe(4, List.of(one, other, one));

    assertEquals(2, found.conversations().size());
    for (Description description : found.conversations()) {
      boolean isOne = description.conversation().conversationId().equals(one);
      assertEquals(isOne ? seqs(2, 5) : seqs(1, 3), seqs(description));
    }
  }

  @Test
  void expired_messages_are_not_there_but_when_the_last_one_was_sent() {
    String chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 10);
    chats.advance(chat, 10, Chats.START.plusSeconds(77));
    chats.set(chat, "firstSeq", 9L);
    Description found = only(5, chat);
    assertEquals(seqs(9, 10), seqs(found));
    assertEquals(9, found.conversation().firstSeq());

    chats.set(chat, "firstSeq", 11L);
    assertEquals(List.of(), only(5, chat).messages());
    assertEquals(10, only(5, chat).conversation().lastSeq());
    assertEquals(Chats.START.plusSeconds(77), only(5, chat).activeAt());
  }

  @Test
  void what_is_deleted_meanwhile_leaves_no_hole() {
    String chat = chats.group(ann, bob);
    chats.write(chat, ann, 1, 10);
    chats.advance(chat, 10, Chats.START);
    delete(chat, 7);
    assertEquals(seqs(8, 10), seqs(only(5, chat)));

    delete(chat, 10);
    assertEquals(List.of(), only(5, chat).messages(), "then all before it are gone too");
  }

  private void delete(String chat, long seq) {
    Document one = new Document("conversationId", chat).append("seq", seq);
    Chats.await(messages.mongoCollection().deleteMany(one));
  }

  @Test
  void of_large_messages_the_last_ones_are_there_that_fit() {
    String chat = chats.group(ann, bob);
    List<StoredMessage> large = new ArrayList<>();
    for (long seq = 1; seq <= 100; seq++) {
      large.add(Chats.message(chat, ann, seq, Content.text("x".repeat(8_000))));
    }
    chats.store(large);
    List<Long> found = seqs(only(100, chat));

    assertTrue(found.size() > 20 && found.size() < 40, found::toString);
    assertEquals(seqs(101 - found.size(), 100), found);
  }

  @Test
  void of_many_each_has_some() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < DescribeConversations.MAX_WITH_MESSAGES; i++) {
      String chat = chats.group(ann);
      chats.write(chat, ann, 1, 40);
      all.add(chat);
    }
    ConversationDescriptions found = describe(200, all);

    assertNull(found.more());
    assertEquals(all.size(), found.conversations().size());
    found.conversations().forEach(one -> assertEquals(seqs(16, 40), seqs(one)));
  }

  @Test
  void what_does_not_fit_is_named_and_can_be_asked_for_again() {
    String large = "{\"x\":\"" + "y".repeat(20_000) + "\"}";
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String chat = chats.group(ann);
      chats.set(chat, "metadata", large);
      all.add(chat);
    }
    ConversationDescriptions first = describe(null, List.copyOf(all));
    assertEquals(20 - first.conversations().size(), first.more().size());
    ConversationDescriptions second = describe(null, first.more());

    Set<String> found = new HashSet<>();
    first.conversations().forEach(one -> found.add(one.conversation().conversationId()));
    second.conversations().forEach(one -> found.add(one.conversation().conversationId()));
    assertEquals(all, found);
    assertNull(second.more());
  }

  @Test
  void number_of_conversations_changes_nothing_in_the_number_of_calls() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String chat = chats.group(ann, bob);
      chats.write(chat, ann, 1, 2);
      all.add(chat);
    }
    int before = seen.count("find", "aggregate");
    assertEquals(40, describe(null, all).conversations().size());
    int calls = seen.count("find", "aggregate") - before;

    assertTrue(calls <= 10, "calls: " + calls);
  }

  @Test
  void no_user_can_ask() {
    String chat = chats.group(ann, bob);
    assertEquals(
        ErrorCode.FORBIDDEN,
        chats.refused(
            DescribeConversations.TYPE, ann, new DescribeConversations(List.of(chat), null)));
  }

  @Test
  void what_is_out_of_bounds_is_refused() {
    assertEquals(
        ErrorCode.INVALID_PARAMS,
        chats.refused(DescribeConversations.TYPE, "", new DescribeConversations(List.of(), 1)));
  }

  private Description only(Integer last, String... ids) {
    ConversationDescriptions found = describe(last, List.of(ids));
    assertEquals(1, found.conversations().size());
    assertNull(found.more());
    return found.conversations().get(0);
  }

  private ConversationDescriptions describe(Integer last, List<String> ids) {
    return chats.ask(
        DescribeConversations.TYPE,
        "",
        new DescribeConversations(ids, last),
        ConversationDescriptions.class);
  }

  private static List<Long> seqs(Description description) {
    return description.messages().stream().map(MessageView::seq).toList();
  }

  private static List<Long> seqs(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
