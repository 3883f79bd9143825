package dev.parley.contracts.command;

import static dev.parley.contracts.Refusals.LONGEST_ID;
import static dev.parley.contracts.Refusals.refused;
import static dev.parley.contracts.Refusals.refusedAsId;
import static dev.parley.contracts.Refusals.refusedAsMessageId;
import static dev.parley.contracts.Refusals.refusedAsUserId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about messages and positions. */
class MessageCommandsTest {

  private static final Content HI = Content.text("hi");
  private static final long MAX_SEQ = 999_999_999_999L;
  private static final List<String> FIFTY = Collections.nCopies(50, "bob");
  private static final List<String> FIFTY_ONE = Collections.nCopies(51, "bob");

  /** Each makes a command that is right but for the message's id. */
  private static final List<Function<String, MessageCommand>> ABOUT_A_MESSAGE =
      List.of(
          id -> new EditMessage(id, HI, null),
          DeleteMessage::new,
          id -> new ReactToMessage(id, "👍", null),
          id -> new PinMessage(id, true));

  @Test
  void every_command_about_a_message_says_its_conversation_and_place() {
    for (Function<String, MessageCommand> of : ABOUT_A_MESSAGE) {
      MessageCommand command = of.apply(LONGEST_ID + ":" + MAX_SEQ);
      assertSame(command, command.check());
      assertEquals(LONGEST_ID, command.conversationId());
      assertEquals(MAX_SEQ, command.seq());
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "c1", "c1:", ":1", "c1:0", "c1:01", "c1:-1", "c 1:1", "c1:1:1"})
  void every_command_about_a_message_needs_its_id(String id) {
    for (Function<String, MessageCommand> of : ABOUT_A_MESSAGE) {
      refusedAsMessageId(of.apply(id)::check);
    }
  }

  @Test
  void schedule_is_checked_as_a_send_and_needs_a_time() {
    ScheduleMessage schedule =
        new ScheduleMessage("c1", "m1", HI, null, null, "2026-12-24T19:00:00.1239+01:00");
    assertSame(schedule, schedule.check());
    assertEquals(Instant.parse("2026-12-24T18:00:00.123Z"), schedule.due());
    refused(
        "clientMessageId must be 1 to 128 letters, digits, '_' or '-'",
        new ScheduleMessage("c1", null, HI, null, null, "2026-12-24T18:00:00Z")::check);
    refused("sendAt is missing", new ScheduleMessage("c1", "m1", HI, null, null, null)::check);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "1766599200000",
        "2026-12-24",
        "2026-12-24T18:00:00",
        "2026-02-30T18:00:00Z",
        "+1000000000-01-01T00:00:00Z"
      })
  void schedule_needs_a_time_that_is_one(String sendAt) {
    refused(
        "sendAt must be a time such as 2026-12-24T18:00:00Z",
        new ScheduleMessage("c1", "m1", HI, null, null, sendAt)::check);
  }

  @Test
  void scheduled_message_is_named_by_conversation_and_key() {
    assertEquals("c1", new UnscheduleMessage("c1", "m1").check().conversationId());
    assertEquals("c1", new SendScheduled("c1", "m1").check().conversationId());
    refusedAsId("conversationId", new UnscheduleMessage("c 1", "m1")::check);
    refusedAsId("clientMessageId", new UnscheduleMessage("c1", "")::check);
    refusedAsId("conversationId", new SendScheduled("", "m1")::check);
    refusedAsId("clientMessageId", new SendScheduled("c1", null)::check);
  }

  @Test
  void send_passes_at_every_limit() {
    Content longest = Content.text("x".repeat(8192));
    SendMessage send = new SendMessage(LONGEST_ID, LONGEST_ID, longest, MAX_SEQ, FIFTY);
    assertSame(send, send.check());
    new SendMessage("c", "azAZ09_-", HI, 1L, List.of()).check();
  }

  @Test
  void send_is_refused_beyond_a_limit() {
    for (String id : new String[] {null, "", "a b", "é", LONGEST_ID + "x"}) {
      refusedAsId("clientMessageId", new SendMessage("c", id, HI)::check);
    }
    refused("content is missing", new SendMessage("c", "m", null)::check);
    refused(
        "content.text must be 1 to 8192 bytes of UTF-8",
        new SendMessage("c", "m", Content.text("x".repeat(8193)))::check);
    for (long seq : new long[] {0, -1, MAX_SEQ + 1}) {
      refused(
          "replyToSeq must be 1 to 999999999999", new SendMessage("c", "m", HI, seq, null)::check);
    }
  }

  @Test
  void mentions_are_up_to_fifty_users() {
    List<Function<List<String>, ConversationCommand>> both =
        List.of(
            mentions -> new SendMessage("c", "m", HI, null, mentions),
            mentions -> new EditMessage("c:1", HI, mentions));
    for (Function<List<String>, ConversationCommand> of : both) {
      of.apply(null).check();
      of.apply(List.of()).check();
      of.apply(FIFTY).check();
      refused("mentions must have 0 to 50 entries", of.apply(FIFTY_ONE)::check);
      refusedAsUserId("mentions[1]", of.apply(List.of("bob", "b b"))::check);
    }
  }

  @Test
  void edit_says_something() {
    refused("content is missing", new EditMessage("c:1", null, null)::check);
    refused(
        "content.text must be 1 to 8192 bytes of UTF-8",
        new EditMessage("c:1", Content.text(""), null)::check);
  }

  @ParameterizedTest
  @ValueSource(strings = {"👍", "x", ":smile:", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"})
  void emoji_is_any_short_text(String emoji) {
    new ReactToMessage("c:1", emoji, null).check();
  }

  @Test
  void emoji_has_a_length() {
    new ReactToMessage("c:1", "x".repeat(64), null).check();
    for (String emoji : new String[] {null, "", "x".repeat(65), "👍".repeat(17)}) {
      refused(
          "emoji must be 1 to 64 bytes of UTF-8", new ReactToMessage("c:1", emoji, null)::check);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "\n", "a\t", "\u0000", "\u007f", "a\u2003b"})
  void emoji_has_no_white_space(String emoji) {
    refused("emoji must have no white space", new ReactToMessage("c:1", emoji, null)::check);
  }

  @Test
  void reaction_is_added_unless_it_says_otherwise() {
    assertTrue(new ReactToMessage("c:1", "x", true).removes());
    assertFalse(new ReactToMessage("c:1", "x", false).removes());
    assertFalse(new ReactToMessage("c:1", "x", null).removes());
  }

  @Test
  void pin_says_which_way() {
    new PinMessage("c:1", false).check();
    refused("pinned is missing", new PinMessage("c:1", null)::check);
  }

  @Test
  void positions_are_places_of_messages() {
    List<BiFunction<String, Long, ConversationCommand>> both =
        List.of(ReadMessages::new, DeliveredMessages::new);
    for (BiFunction<String, Long, ConversationCommand> of : both) {
      of.apply("c", 1L).check();
      of.apply("c", MAX_SEQ).check();
      refused("seq is missing", of.apply("c", null)::check);
      for (long seq : new long[] {0, -1, MAX_SEQ + 1}) {
        refused("seq must be 1 to 999999999999", of.apply("c", seq)::check);
      }
    }
  }
}
