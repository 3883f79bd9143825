package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.DELETE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.DELETE_MESSAGE;
import static dev.parley.contracts.command.CommandType.EDIT_MESSAGE;
import static dev.parley.contracts.command.CommandType.PIN_MESSAGE;
import static dev.parley.contracts.command.CommandType.REACT_TO_MESSAGE;
import static dev.parley.contracts.command.CommandType.READ_MESSAGES;
import static dev.parley.contracts.command.CommandType.SEND_MESSAGE;
import static dev.parley.contracts.command.CommandType.UPDATE_CONVERSATION;
import static dev.parley.contracts.event.EventType.MESSAGES_EXPIRED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.ExpireMessages;
import dev.parley.contracts.command.PinMessage;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.messages.Servers;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oldest messages expire, as the owner of their conversation sees it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ExpireTest {

  private static final String NOBODY = "";
  private static final Content HI = Content.text("hi");

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private String group;

  @BeforeEach
  void open() {
    group = it.group(ann, bob);
    Batch batch = Batch.of();
    IntStream.rangeClosed(1, 5).forEach(n -> batch.send(ann, group, "m" + n));
    it.process(batch);
  }

  private Batch expire(long firstSeq) {
    return andExpire(Batch.of(), firstSeq);
  }

  private Batch andExpire(Batch batch, long firstSeq) {
    return batch.add(ExpireMessages.TYPE, NOBODY, new ExpireMessages(group, firstSeq));
  }

  private long firstSeq(int request) {
    return it.result(request, MessagesExpired.class).firstSeq();
  }

  private String id(long seq) {
    return MessageIds.of(group, seq);
  }

  @Test
  void whoLoadsWhileEverythingExpires_goesOnBehindIt() {
    Await.until("the document is up to date", () -> it.conversation(group).lastSeq() == 5);
    it.change(group, new Document("$set", new Document("lastSeq", 0L)));
    it.forget();
    it.messages.beforeNextLook(
        () -> {
          // Another owner, whose lease has lapsed.
          it.change(
              group,
              new Document("$set", new Document("lastSeq", 5L).append("firstSeq", 6L))
                  .append("$inc", new Document("revision", 1L)));
          deleteBefore(6);
        });
    it.process(Batch.of().send(ann, group, "m6"));

    assertEquals(6, it.accepted(0).seq());
  }

  /** What is deleted when the expiry is answered. */
  private void deleteBefore(long seq) {
    it.messages
        .real()
        .mongoCollection()
        .deleteMany(new Document("conversationId", group).append("seq", new Document("$lt", seq)))
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  @Test
  void first_message_moves_on_and_all_are_told() {
    it.process(expire(3));

    assertEquals(3, firstSeq(0));
    assertEquals(3, it.conversation(group).firstSeq());
    assertTrue(it.conversation(group).lastSeq() >= 2, "the order can go on when all is gone");
    assertEquals(List.of(List.of(ann, bob).stream().sorted().toList()), receivers());
    MessagesExpired told = it.events(MESSAGES_EXPIRED, MessagesExpired.class).get(0);
    assertEquals(group, told.conversationId());
    assertEquals(3, told.firstSeq());
    assertEquals(5, it.stored(group).size(), "not deleted yet");
  }

  private List<List<String>> receivers() {
    return it.receivers(MESSAGES_EXPIRED);
  }

  @Test
  void first_message_never_goes_back_nor_beyond_the_end() {
    it.process(andExpire(andExpire(expire(4), 2), 4));
    assertEquals(List.of(4L, 4L, 4L), List.of(firstSeq(0), firstSeq(1), firstSeq(2)));
    assertEquals(1, receivers().size(), "what changes nothing is not told");

    it.process(expire(1_000));
    assertEquals(6, firstSeq(0));
    assertEquals(6, it.conversation(group).firstSeq());
    assertEquals(5, it.conversation(group).lastSeq());
  }

  @Test
  void conversation_that_is_not_there_has_no_messages() {
    it.process(Batch.of().add(ExpireMessages.TYPE, NOBODY, new ExpireMessages("c-none", 3L)));
    assertEquals("not_found", it.code(0));
  }

  @Test
  void nothing_can_be_done_to_what_is_gone() {
    it.process(expire(3));
    it.process(
        Batch.of()
            .add(EDIT_MESSAGE, ann, new EditMessage(id(2), HI, null))
            .add(DELETE_MESSAGE, ann, new DeleteMessage(id(2)))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(id(2), "👍", null))
            .add(PIN_MESSAGE, ann, new PinMessage(id(2), true))
            .add(SEND_MESSAGE, ann, new SendMessage(group, "r2", HI, 2L, null))
            .add(EDIT_MESSAGE, ann, new EditMessage(id(3), HI, null))
            .add(SEND_MESSAGE, ann, new SendMessage(group, "r3", HI, 3L, null)));

    assertEquals(
        List.of("not_found", "not_found", "not_found", "not_found", "not_found", "ok", "ok"),
        IntStream.range(0, 7).mapToObj(it::code).toList());
  }

  @Test
  void order_of_the_batch_counts() {
    Batch batch = Batch.of().add(EDIT_MESSAGE, ann, new EditMessage(id(2), HI, null));
    it.process(andExpire(batch, 3).add(EDIT_MESSAGE, ann, new EditMessage(id(2), HI, null)));

    assertEquals("ok", it.code(0));
    assertEquals("not_found", it.code(2));
  }

  @Test
  void messages_of_the_same_batch_may_expire() {
    it.process(andExpire(Batch.of().send(ann, group, "m6"), 7).send(ann, group, "m7"));

    assertEquals(7, firstSeq(1));
    assertEquals(7, it.accepted(2).seq());
    assertEquals(7, it.conversation(group).firstSeq());
    assertEquals(6, it.conversation(group).lastSeq());
  }

  @Test
  void what_is_gone_is_not_unread_and_not_pinned() {
    it.process(
        Batch.of()
            .add(PIN_MESSAGE, ann, new PinMessage(id(1), true))
            .add(PIN_MESSAGE, ann, new PinMessage(id(4), true)));
    it.process(expire(4).add(READ_MESSAGES, bob, new ReadMessages(group, 1L)));

    assertEquals(2, it.result(1, PositionReached.class).unread());
    assertEquals(List.of(4L), it.conversation(group).pinned());
  }

  @Test
  void order_goes_on_when_all_is_gone() {
    it.process(expire(6));
    deleteBefore(6);
    it.forget();
    it.process(Batch.of().send(bob, group, "m6"));
    assertEquals(6, it.accepted(0).seq());

    it.forget();
    it.process(Batch.of().send(bob, group, "m7"));
    assertEquals(7, it.accepted(0).seq(), "though the document may be behind");
  }

  @Test
  void retry_of_what_is_gone_is_another_message() {
    it.process(expire(6));
    deleteBefore(6);
    it.forget();
    it.process(Batch.of().send(ann, group, "m2"));
    assertEquals(6, it.accepted(0).seq());
  }

  @Test
  void crash_before_telling_is_told_by_the_redelivery() {
    Batch batch = expire(3);
    it.process(batch);
    long revision = it.conversation(group).revision();
    it.forget();
    it.process(batch.again());

    assertEquals(3, firstSeq(0));
    assertEquals(1, receivers().size(), "others may not have been told");
    assertEquals(revision, it.conversation(group).revision());
  }

  @Test
  void crash_before_the_change_is_made_up_for() {
    Batch batch = expire(3).send(ann, group, "m6");
    it.failNextConversationChange = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    assertNull(it.conversation(group).firstSeq());
    it.forget();
    it.process(batch.again());

    assertEquals(3, firstSeq(0));
    assertEquals(6, it.accepted(1).seq());
    assertEquals(3, it.conversation(group).firstSeq());
  }

  @Test
  void members_of_a_deleted_conversation_are_told_no_more() {
    it.process(Batch.of().add(DELETE_CONVERSATION, ann, new DeleteConversation(group)));
    it.process(expire(3));

    assertEquals(3, firstSeq(0));
    assertEquals(List.of(), receivers());
    assertEquals(1, it.events(MESSAGES_EXPIRED, MessagesExpired.class).size(), "the fact is");
  }

  @Test
  void limit_is_set_kept_and_removed() {
    it.process(
        Batch.of()
            .add(UPDATE_CONVERSATION, ann, limit(null, 30))
            .add(UPDATE_CONVERSATION, ann, limit("other", null))
            .add(UPDATE_CONVERSATION, ann, limit(null, 30))
            .add(UPDATE_CONVERSATION, bob, limit(null, 1)));

    assertEquals(30, changed(0).conversation().retentionDays());
    assertEquals(30, changed(1).conversation().retentionDays());
    assertFalse(changed(2).changed(), "it was so already");
    assertEquals("forbidden", it.code(3));
    assertEquals(30, it.conversation(group).retentionDays());
    it.forget();
    it.process(
        expire(3)
            .add(UPDATE_CONVERSATION, ann, limit(null, 0))
            .add(UPDATE_CONVERSATION, ann, limit(null, 0)));
    assertNull(changed(1).conversation().retentionDays());
    assertEquals(3, changed(1).conversation().firstSeq());
    assertFalse(changed(2).changed());
    assertNull(it.conversation(group).retentionDays());
  }

  private UpdateConversation limit(String title, Integer days) {
    return new UpdateConversation(group, title, null, null, days);
  }

  private ConversationChanged changed(int request) {
    return it.result(request, ConversationChanged.class);
  }
}
