package dev.parley.messages.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.messages.Stored;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.SentAs;
import dev.parley.messages.message.StoredMessage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final Content HI = Content.text("hi");

  private final ConversationState c1 = Stored.state("c1", 7);
  private final ConversationState c2 = Stored.state("c2", 0);
  private final RecentSends recent = new RecentSends(10);
  private final Facts facts = new Facts(recent);
  private final Plan plan = new Plan(facts, NOW);

  @BeforeEach
  void two_conversations() {
    facts.states().put("c1", c1);
    facts.states().put("c2", c2);
  }

  @Test
  void messages_continue_their_conversation() {
    assertEquals(8, append(c1, "m1").seq());
    assertEquals(1, append(c2, "m1").seq());
    assertEquals(9, append(c1, "m2").seq());
    assertEquals(2, append(c2, "m2").seq());
    assertEquals(
        List.of("c1:8", "c2:1", "c1:9", "c2:2"),
        plan.messages().stream().map(StoredMessage::messageId).toList());
  }

  @Test
  void planning_changes_no_state() {
    append(c1, "m1");
    plan.open(command(3, "new"), Stored.state("new", 0));
    assertEquals(7, c1.lastSeq());
  }

  @Test
  void message_has_the_time_of_the_attempt_and_the_first_version() {
    assertEquals(Stored.message("c1", 8, "ann", "m1", HI, NOW), append(c1, "m1"));
  }

  @Test
  void planned_send_is_known_to_the_rest_of_the_plan() {
    assertNull(plan.earlier(key("c1", "m1")));
    append(c1, "m1");

    assertEquals(new SentAs(8, NOW), plan.earlier(key("c1", "m1")));
    assertNull(plan.earlier(key("c2", "m1")));
  }

  @Test
  void remembered_and_looked_up_sends_are_told_apart() {
    StoredMessage stored = Stored.message("c1", 3, "ann", "m1", HI, NOW);
    recent.stored(stored);
    assertEquals(new SentAs(3, NOW), plan.earlier(key("c1", "m1")));
    assertNull(plan.lookedUp(key("c1", "m1")));
    facts.sends().put(stored.sendKey(), stored);
    assertSame(stored, plan.lookedUp(key("c1", "m1")));
  }

  @Test
  void opened_conversation_is_there_for_the_rest_of_the_plan() {
    assertNull(plan.conversation("new"));
    ConversationState opened = Stored.state("new", 0);
    plan.open(command(3, "new"), opened);

    assertSame(opened, plan.conversation("new"));
    assertEquals(1, append(opened, "m1").seq());
    assertEquals(List.of(new Plan.Opening(opened, 3)), plan.openings());
  }

  @Test
  void only_the_command_that_opened_a_conversation_has_opened_it() {
    facts.openedBy().put("c2", 3);
    assertTrue(plan.hasOpened(command(3, "c2")));
    assertFalse(plan.hasOpened(command(4, "c2")));
    assertFalse(plan.hasOpened(command(3, "c1")));
  }

  private StoredMessage append(ConversationState conversation, String id) {
    return plan.append(conversation, key(conversation.id(), id), HI, null, List.of());
  }

  private static SendKey key(String conversation, String id) {
    return new SendKey(conversation, "ann", id);
  }

  private static Command<Void> command(int index, String conversation) {
    Envelope envelope = new Envelope("e", "t", conversation, 0, "ann", null, RawJson.of("{}"));
    return new Command<>(
        new Command.Origin(index, false, 0, EntryId.NONE),
        envelope,
        null,
        conversation,
        null,
        null,
        null,
        (c, p) -> null);
  }
}
