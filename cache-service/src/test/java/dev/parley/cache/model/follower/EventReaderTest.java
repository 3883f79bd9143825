package dev.parley.cache.model.follower;

import static dev.parley.cache.model.Samples.CREATED;
import static dev.parley.cache.model.Samples.message;
import static dev.parley.cache.model.Samples.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelChange.Added;
import dev.parley.cache.model.ModelChange.Board;
import dev.parley.cache.model.ModelChange.Changed;
import dev.parley.cache.model.ModelChange.Expired;
import dev.parley.cache.model.ModelChange.Member;
import dev.parley.cache.model.ModelChange.Position;
import dev.parley.cache.model.ModelChange.Reacted;
import dev.parley.cache.model.ModelChange.Settings;
import dev.parley.cache.model.ModelChange.Shown;
import dev.parley.cache.model.Samples;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.event.TypingNotice;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.view.MemberView;
import dev.parley.contracts.view.MessageView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private final ObjectMapper json = Samples.json();
  private final EventReader reader = new EventReader(json);

  @Test
  void new_group_has_its_creator_as_owner() {
    assertEquals(
        List.of(
            new Shown("c1", view("c1", 4, 0, null), null),
            new Member("ann", "c1", "owner", true, 0, 1),
            new Member("bob", "c1", "member", true, 0, 1)),
        changes(
            EventType.CONVERSATION_CREATED,
            new ConversationCreated(
                "c1", "group", List.of("ann", "bob"), CREATED, true, view("c1", 4, 0, null))));
  }

  @Test
  void new_direct_conversation_has_two_members() {
    assertEquals(
        List.of(
            new Shown("c1", view("c1", 1, 0, null), List.of("ann", "bob")),
            new Member("ann", "c1", "member", true, 0, 1),
            new Member("bob", "c1", "member", true, 0, 1)),
        changes(
            EventType.CONVERSATION_CREATED,
            new ConversationCreated(
                "c1", "direct", List.of("ann", "bob"), CREATED, true, view("c1", 1, 0, null))));
  }

  @ParameterizedTest
  @ValueSource(strings = {ConversationChange.MEMBERS_ADDED, ConversationChange.MEMBER_JOINED})
  void who_joins_has_read_what_is_before(String change) {
    assertEquals(
        List.of(
            new Shown("c1", view("c1", 7, 3, null), null),
            new Member("bob", "c1", "member", true, 3, 7),
            new Position("bob", "c1", 3, 4)),
        changes(
            EventType.CHAT_UPDATE,
            update(change, new MemberView("bob", "member", CREATED, 3, 3, 4))));
  }

  @Test
  void who_is_gone_is_gone_whatever_is_said_to_have_happened() {
    for (String change :
        List.of(ConversationChange.MEMBER_LEFT, ConversationChange.MEMBERS_ADDED)) {
      assertEquals(
          List.of(
              new Shown("c1", view("c1", 7, 3, null), null),
              new Member("bob", "c1", null, false, 0, 7)),
          changes(
              EventType.CHAT_UPDATE, update(change, new MemberView("bob", null, null, 0, 0, 0))));
    }
  }

  @Test
  void another_role_begins_nothing_anew() {
    assertEquals(
        List.of(
            new Shown("c1", view("c1", 7, 3, null), null),
            new Member("bob", "c1", "admin", false, 2, 7)),
        changes(
            EventType.CHAT_UPDATE,
            update(
                ConversationChange.ROLE_CHANGED,
                new MemberView("bob", "admin", CREATED, 2, 3, 3))));
    assertEquals(
        List.of(new Shown("c1", view("c1", 7, 3, null), null)),
        changes(EventType.CHAT_UPDATE, update(ConversationChange.UPDATED)));
  }

  @Test
  void settings_are_those_of_who_acts() {
    assertEquals(
        List.of(new Settings("ann", "c1", true, false, 12L, 9)),
        changes(
            EventType.MEMBERSHIP_CHANGED, new MembershipChanged("c1", true, true, false, 12L, 9)));
  }

  @Test
  void who_writes_has_read_it_and_the_server_reads_for_nobody() {
    assertEquals(
        List.of(new Added("c1", message("c1", 4)), new Position("ann", "c1", 4, 4)),
        changes(EventType.MESSAGE_NEW, newMessage(Content.text("text 4"))));
    Content note = Content.system(ConversationChange.MEMBER_LEFT, List.of("ann"));
    List<ModelChange> noted = changes(EventType.MESSAGE_NEW, newMessage(note));
    assertEquals(1, noted.size());
    assertEquals(note, ((Added) noted.get(0)).message().content());
  }

  @ParameterizedTest
  @CsvSource({"message:edit,SAME", "message:delete,WITHOUT", "message:pin,OTHER"})
  void changed_message_is_as_it_says(String type, Board board) {
    MessageView message = message("c1", 4, 3, "other", null);
    assertEquals(
        List.of(new Changed("c1", message, board)),
        changes(type, new MessageEvent("c1", "bob", message)));
  }

  @Test
  void reaction_expiry_and_positions_are_what_they_say() {
    assertEquals(
        List.of(new Reacted("c1", 4, 2, "bob", "👍", true)),
        changes(
            EventType.MESSAGE_REACTION,
            new MessageReaction("c1", "c1:4", 4, 2, "bob", "👍", true, 0, CREATED)));
    assertEquals(
        List.of(new Expired("c1", 5)),
        changes(EventType.MESSAGES_EXPIRED, new MessagesExpired("c1", 5, CREATED)));
    assertEquals(
        List.of(new Position("bob", "c1", 4, 4)),
        changes(EventType.READ_RECEIPT, new Receipt("c1", "bob", 4, CREATED)));
    assertEquals(
        List.of(new Position("bob", "c1", 0, 4)),
        changes(EventType.DELIVERED_RECEIPT, new Receipt("c1", "bob", 4, CREATED)));
  }

  @Test
  void other_types_change_nothing() {
    List<ModelChange> changes = new ArrayList<>();
    assertFalse(
        reader.read(event(EventType.TYPING_START, new TypingNotice("c1", "ann", 5)), changes));
    assertFalse(reader.read(event("message:from-the-future", "{\"x\":1}"), changes));
    assertEquals(List.of(), changes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conversation:created|{\"conversationId\":\"c1\",\"type\":\"group\"}",
        "conversation:created|{\"conversationId\":\"c2\"}",
        "conversation:created|{\"conversationId\":\"c1\",\"type\":\"group\",\"memberIds\":[null],\"conversation\":{}}",
        "chat:update|{\"conversationId\":\"c1\",\"change\":\"updated\"}",
        "chat:update|{\"conversationId\":\"c1\",\"conversation\":{\"revision\":\"no\"}}",
        "chat:update|{\"conversationId\":\"c1\",\"change\":\"x\",\"conversation\":{},\"members\":[{}]}",
        "chat:update|{\"conversationId\":\"c1\",\"change\":\"x\",\"conversation\":{},\"members\":[null]}",
        "membership:changed|{\"conversationId\":null}",
        "message:new|{\"conversationId\":\"c1\",\"seq\":1}",
        "message:new|{\"conversationId\":\"c1\",\"seq\":\"secret words\"}",
        "message:edit|{\"conversationId\":\"c1\"}",
        "message:pin|{\"conversationId\":\"c1\",\"message\":{\"seq\":1}}",
        "message:reaction|{\"conversationId\":\"c1\",\"seq\":1}",
        "messages:expired|{}",
        "messages:expired|null",
        "read:receipt|{\"conversationId\":\"c1\"}",
        "delivered:receipt|{\"userId\":\"ann\"}"
      })
  void what_is_not_what_its_type_says_is_malformed(String event) {
    int split = event.indexOf('|');
    List<ModelChange> changes = new ArrayList<>();

    MalformedException malformed =
        assertThrows(
            MalformedException.class,
            () ->
                reader.read(event(event.substring(0, split), event.substring(split + 1)), changes));

    assertTrue(malformed.getMessage().contains(event.substring(0, split)));
    assertFalse(malformed.getMessage().contains("secret"));
    assertEquals(List.of(), changes, "nothing of it");
  }

  private List<ModelChange> changes(String type, Object payload) {
    try {
      List<ModelChange> changes = new ArrayList<>();
      assertTrue(reader.read(event(type, payload), changes));
      return changes;
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private Envelope event(String type, Object payload) {
    try {
      return event(type, json.writeValueAsString(payload));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Envelope event(String type, String payload) {
    return new Envelope(
        "e1", type, "c1", 1, "ann", null, RawJson.of(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private static ChatUpdate update(String change, MemberView... members) {
    return new ChatUpdate(
        "c1",
        change,
        "ann",
        view("c1", 7, 3, null),
        members.length == 0 ? null : List.of(members),
        CREATED);
  }

  private static MessageNew newMessage(Content content) {
    MessageView message = message("c1", 4);
    return new MessageNew(
        "c1",
        message.messageId(),
        4,
        message.senderId(),
        message.clientMessageId(),
        content,
        null,
        null,
        message.sentAt());
  }
}
