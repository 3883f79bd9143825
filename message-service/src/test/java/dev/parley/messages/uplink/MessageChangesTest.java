package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.DELETE_MESSAGE;
import static dev.parley.contracts.command.CommandType.EDIT_MESSAGE;
import static dev.parley.contracts.command.CommandType.PIN_MESSAGE;
import static dev.parley.contracts.command.CommandType.REACT_TO_MESSAGE;
import static dev.parley.contracts.command.CommandType.SEND_MESSAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.PinMessage;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.Servers;
import dev.parley.messages.message.StoredMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What messages can say, and what can be done to them later. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class MessageChangesTest {

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final String eve = Harness.user("eve");
  private String group;
  private String first;

  @BeforeEach
  void a_message_in_a_group() {
    group = it.group(ann, bob);
    it.process(Batch.of().send(bob, group, "b1", "one"));
    first = group + ":1";
  }

  @Test
  void content_of_every_type_is_stored_and_told() {
    Content image =
        new Content(
            "image",
            "caption",
            new Content.Attachment("https://x.example/i.png", "i.png", "image/png", 123L),
            null,
            null);
    Content place =
        new Content("location", null, null, new Content.Location(52.5, 13.4, "Berlin"), null);
    it.process(
        Batch.of()
            .add(SEND_MESSAGE, ann, new SendMessage(group, "i", image, 1L, List.of(bob, bob)))
            .add(SEND_MESSAGE, ann, new SendMessage(group, "l", place)));

    List<StoredMessage> stored = it.stored(group);
    assertEquals(image, stored.get(1).content());
    assertEquals(1L, stored.get(1).replyToSeq());
    assertEquals(List.of(bob), stored.get(1).mentions());
    assertEquals(place, stored.get(2).content());
    MessageNew told = it.events(EventType.MESSAGE_NEW, MessageNew.class).get(0);
    assertEquals(image, told.content());
    assertEquals(List.of(bob), told.mentions());
    assertEquals(1L, told.replyToSeq());
  }

  @Test
  void reply_and_mentions_are_checked() {
    it.process(
        Batch.of()
            .add(SEND_MESSAGE, ann, send("r", 2L, null))
            .send(ann, group, "a1")
            .add(SEND_MESSAGE, ann, send("r", 2L, null))
            .add(SEND_MESSAGE, ann, send("m", null, List.of(eve))));

    assertEquals(ErrorCode.NOT_FOUND, it.error(0));
    assertEquals(3, it.accepted(2).seq());
    assertEquals(ErrorCode.INVALID_PARAMS, it.error(3));
  }

  @Test
  void limits_of_this_installation_are_told() {
    it.settings(Map.of("parley.limits.text-bytes", "4", "parley.limits.mentions", "1"));
    it.process(
        Batch.of()
            .send(ann, group, "a1", "1234")
            .send(ann, group, "a2", "123ü")
            .add(SEND_MESSAGE, ann, send("a3", null, List.of(ann, bob)))
            .add(EDIT_MESSAGE, bob, edit("12345")));

    assertEquals(2, it.accepted(0).seq());
    for (int i = 1; i < 4; i++) {
      assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(i), "request " + i);
    }
  }

  @Test
  void own_message_is_edited_and_what_it_said_is_kept() {
    it.process(
        Batch.of()
            .add(EDIT_MESSAGE, bob, edit("two"))
            .add(EDIT_MESSAGE, bob, edit("three"))
            .add(EDIT_MESSAGE, ann, edit("not mine"))
            .add(EDIT_MESSAGE, eve, edit("not here"))
            .add(EDIT_MESSAGE, bob, new EditMessage(group + ":9", Content.text("x"), null)));

    assertEquals("two", changed(0).content().text());
    assertEquals("three", changed(1).content().text());
    assertEquals(3, changed(1).version());
    assertEquals(ErrorCode.FORBIDDEN, it.error(2));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(3));
    assertEquals(ErrorCode.NOT_FOUND, it.error(4));
    StoredMessage stored = it.stored(group).get(0);
    assertEquals("three", stored.content().text());
    assertEquals(List.of("one", "two"), history(stored));
    assertNotNull(stored.changes().editedAt());
    List<MessageEvent> events = it.events(EventType.MESSAGE_EDIT, MessageEvent.class);
    assertEquals(List.of(2, 3), events.stream().map(e -> e.message().version()).toList());
    assertEquals(List.of(both(), both()), it.receivers(EventType.MESSAGE_EDIT));
  }

  @Test
  void message_of_the_same_batch_can_be_edited() {
    it.process(
        Batch.of()
            .send(ann, group, "a1", "now")
            .add(EDIT_MESSAGE, ann, new EditMessage(group + ":2", Content.text("then"), null))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(group + ":2", "x", null)));

    assertEquals(3, changed(2).version());
    StoredMessage stored = it.stored(group).get(1);
    assertEquals("then", stored.content().text());
    assertEquals(3, stored.version());
    assertEquals(List.of("now"), history(stored));
  }

  @Test
  void history_of_edits_is_bounded() {
    it.settings(Map.of("parley.limits.edits", "2"));
    Batch batch = Batch.of();
    for (int i = 0; i < 5; i++) {
      batch.add(EDIT_MESSAGE, bob, edit("e" + i));
    }
    it.process(batch);
    assertEquals(List.of("e2", "e3"), history(it.stored(group).get(0)));
  }

  @Test
  void edit_that_was_not_told_is_told_by_the_redelivery_and_done_once() {
    Batch batch =
        Batch.of()
            .add(EDIT_MESSAGE, bob, edit("two"))
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "x", null))
            .add(PIN_MESSAGE, ann, new PinMessage(first, true));
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.forget();
    it.process(batch.again());

    StoredMessage stored = it.stored(group).get(0);
    assertEquals(4, stored.version());
    assertEquals(List.of("one"), history(stored));
    assertEquals(1, it.events(EventType.MESSAGE_EDIT, MessageEvent.class).size());
    assertEquals(1, it.events(EventType.MESSAGE_REACTION, MessageReaction.class).size());
    assertEquals(1, it.events(EventType.MESSAGE_PIN, MessageEvent.class).size());
    assertEquals(List.of(1L), it.conversation(group).pinned());
  }

  @Test
  void message_of_a_later_command_is_not_there_after_a_crash_either() {
    Batch batch =
        Batch.of()
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(group + ":2", "x", null))
            .add(SEND_MESSAGE, ann, send("r", 2L, null))
            .send(ann, group, "a1");
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.forget();
    it.process(batch.again());

    assertEquals(ErrorCode.NOT_FOUND, it.error(0));
    assertEquals(ErrorCode.NOT_FOUND, it.error(1));
    assertEquals(2, it.accepted(2).seq());
    assertEquals(List.of(), it.stored(group).get(1).changes().reactions());
  }

  @Test
  void time_to_edit_can_be_over() throws Exception {
    it.settings(Map.of("parley.edit-within", "PT0.001S"));
    long sent = it.stored(group).get(0).sentAt().toEpochMilli();
    while (System.currentTimeMillis() <= sent + 1) {
      Thread.onSpinWait();
    }
    it.process(Batch.of().add(EDIT_MESSAGE, bob, edit("too late")));
    assertEquals(ErrorCode.FORBIDDEN, it.error(0));
  }

  @Test
  void deleted_message_leaves_a_tombstone_at_its_place() {
    it.process(
        Batch.of()
            .send(ann, group, "a1")
            .add(PIN_MESSAGE, ann, new PinMessage(first, true))
            .add(DELETE_MESSAGE, bob, new DeleteMessage(group + ":2"))
            .add(DELETE_MESSAGE, ann, new DeleteMessage(first))
            .add(DELETE_MESSAGE, bob, new DeleteMessage(first))
            .add(EDIT_MESSAGE, bob, edit("again"))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(first, "x", null)));

    assertEquals(ErrorCode.FORBIDDEN, it.error(2), "a member and not its sender");
    MessageView tombstone = changed(3);
    assertNull(tombstone.content());
    assertNotNull(tombstone.deletedAt());
    assertFalse(result(4).changed());
    assertEquals(ErrorCode.NOT_FOUND, it.error(5));
    assertEquals(ErrorCode.NOT_FOUND, it.error(6));
    StoredMessage stored = it.stored(group).get(0);
    assertNull(stored.content());
    assertEquals(List.of(), stored.changes().edits());
    assertNull(nullIfEmpty(it.conversation(group).pinned()));
    assertEquals(
        List.of(ann),
        it.events(EventType.MESSAGE_DELETE, MessageEvent.class).stream()
            .map(MessageEvent::by)
            .toList());
  }

  @Test
  void each_user_has_one_reaction_of_each_emoji() {
    it.process(
        Batch.of()
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "👍", null))
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "👍", null))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(first, "👍", null))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(first, "🎉", null))
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "👍", true))
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "👍", true)));

    assertTrue(result(0).changed());
    assertFalse(result(1).changed());
    assertFalse(result(5).changed());
    assertEquals(
        List.of(
            new StoredMessage.Reaction("👍", List.of(bob)),
            new StoredMessage.Reaction("🎉", List.of(bob))),
        it.stored(group).get(0).changes().reactions());
    List<MessageReaction> told = it.events(EventType.MESSAGE_REACTION, MessageReaction.class);
    assertEquals(List.of(1, 2, 1, 1), told.stream().map(MessageReaction::count).toList());
    assertTrue(told.get(3).removed());
    assertEquals(1, changed(5).reactions().get(0).count());
  }

  @Test
  void reactions_and_pins_have_limits() {
    it.settings(
        Map.of(
            "parley.limits.emojis",
            "1",
            "parley.limits.reactions",
            "1",
            "parley.limits.pinned",
            "1"));
    it.process(
        Batch.of()
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "a", null))
            .add(REACT_TO_MESSAGE, ann, new ReactToMessage(first, "b", null))
            .add(REACT_TO_MESSAGE, bob, new ReactToMessage(first, "a", null))
            .send(ann, group, "a1")
            .add(PIN_MESSAGE, ann, new PinMessage(first, true))
            .add(PIN_MESSAGE, ann, new PinMessage(group + ":2", true))
            .add(PIN_MESSAGE, bob, new PinMessage(group + ":2", true)));

    assertTrue(result(0).changed());
    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(1));
    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(2));
    assertTrue(result(4).changed());
    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(5));
    assertEquals(ErrorCode.FORBIDDEN, it.error(6));
    assertNull(it.stored(group).get(1).changes().pinnedAt(), "what was refused changes nothing");
  }

  @Test
  void pinned_message_is_taken_off_again() {
    it.process(
        Batch.of()
            .add(PIN_MESSAGE, ann, new PinMessage(first, true))
            .add(PIN_MESSAGE, ann, new PinMessage(first, true)));
    assertFalse(result(1).changed());
    assertNotNull(it.stored(group).get(0).changes().pinnedAt());
    it.process(Batch.of().add(PIN_MESSAGE, ann, new PinMessage(first, false)));
    assertNull(it.stored(group).get(0).changes().pinnedAt());
    assertNull(nullIfEmpty(it.conversation(group).pinned()));
  }

  private static <T> List<T> nullIfEmpty(List<T> list) {
    return list == null || list.isEmpty() ? null : list;
  }

  private static List<String> history(StoredMessage message) {
    return message.changes().edits().stream().map(edit -> edit.content().text()).toList();
  }

  private SendMessage send(String id, Long replyTo, List<String> mentions) {
    return new SendMessage(group, id, Content.text("hi"), replyTo, mentions);
  }

  private EditMessage edit(String text) {
    return new EditMessage(first, Content.text(text), null);
  }

  private MessageChanged result(int request) {
    return it.result(request, MessageChanged.class);
  }

  private MessageView changed(int request) {
    return result(request).message();
  }

  private List<String> both() {
    return Stream.of(ann, bob).sorted().toList();
  }
}
