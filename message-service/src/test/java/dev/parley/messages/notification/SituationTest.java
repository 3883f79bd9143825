package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.messages.Stored;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is decided when a job is due: ann has written to bob. */
class SituationTest {

  private static final Job ABOUT_3 = new Job("c1", "bob", "webhook", 3, 3, false);

  private long readSeq;
  private boolean muted;
  private Instant leftAt;
  private Instant deletedAt;
  private Long firstSeq;
  private final Map<String, Long> notified = new HashMap<>();
  private final List<StoredMessage> messages =
      new ArrayList<>(List.of(message(1), message(2), message(3)));

  @Test
  void one_notification_tells_everything_that_is_unread() {
    readSeq = 1;
    messages.add(message(4));
    Notification told = situation().decide(ABOUT_3).notification();

    assertEquals("bob", told.userId());
    assertEquals(3, told.unread());
    assertEquals(1, told.readSeq());
    assertEquals(4, told.toSeq());
    assertEquals(4, told.last().seq());
  }

  @Test
  void expired_messages_do_not_count() {
    firstSeq = 3L;
    assertEquals(1, situation().decide(ABOUT_3).notification().unread());
    firstSeq = 4L;
    assertEquals(Outcome.GONE, outcome(ABOUT_3));
  }

  @Test
  void read_meanwhile() {
    readSeq = 3;
    assertEquals(Outcome.READ, outcome(ABOUT_3));
  }

  @Test
  void read_up_to_the_message_before() {
    readSeq = 2;
    assertEquals(1, situation().decide(ABOUT_3).notification().unread());
  }

  @Test
  void muted_meanwhile() {
    muted = true;
    assertEquals(Outcome.MUTED, outcome(ABOUT_3));
  }

  @Test
  void left_meanwhile() {
    leftAt = Talks.START;
    assertEquals(Outcome.GONE, outcome(ABOUT_3));
  }

  @Test
  void never_a_member() {
    assertEquals(Outcome.GONE, outcome(new Job("c1", "eve", "webhook", 3, 3, false)));
  }

  @Test
  void conversation_deleted() {
    deletedAt = Talks.START;
    assertEquals(Outcome.GONE, outcome(ABOUT_3));
  }

  @Test
  void conversation_unknown() {
    assertEquals(Outcome.GONE, outcome(new Job("c2", "bob", "webhook", 3, 3, false)));
  }

  @Test
  void message_deleted() {
    messages.set(2, Talks.deleted(message(3)));
    assertEquals(Outcome.GONE, outcome(ABOUT_3));
  }

  @Test
  void one_of_several_messages_deleted() {
    messages.set(2, Talks.deleted(message(3)));
    Notification told =
        situation().decide(new Job("c1", "bob", "webhook", 1, 3, false)).notification();
    assertEquals(2, told.last().seq());
    assertEquals(3, told.toSeq());
  }

  @Test
  void covered_by_an_earlier_notification() {
    notified.put(ABOUT_3.key(), 3L);
    assertEquals(Outcome.COVERED, outcome(ABOUT_3));
  }

  @Test
  void another_way_covers_nothing() {
    notified.put(new Job("c1", "bob", "mail", 3, 3, false).key(), 3L);
    assertEquals(3, situation().decide(ABOUT_3).notification().unread());
  }

  @Test
  void message_after_the_notification_is_another_one() {
    Notification before = situation().decide(ABOUT_3).notification();
    notified.put(ABOUT_3.key(), before.toSeq());
    messages.add(message(4));
    Notification told =
        situation().decide(new Job("c1", "bob", "webhook", 4, 4, false)).notification();

    assertEquals(4, told.unread());
    assertNotEquals(before.id(), told.id());
  }

  @Test
  void system_note_and_own_message_are_not_what_is_told() {
    messages.add(message("bob", 4, Content.text("mine")));
    messages.add(message("ann", 5, Content.system("joined", List.of("carl"))));
    Notification told = situation().decide(ABOUT_3).notification();
    assertEquals(3, told.last().seq());
    assertEquals(5, told.toSeq());

    assertEquals(Outcome.GONE, outcome(new Job("c1", "bob", "webhook", 4, 5, false)));
  }

  @Test
  void only_mentions_count_where_only_mentions_do() {
    messages.set(1, Talks.message("c1", "ann", 2, "bob"));
    Job job = new Job("c1", "bob", "webhook", 2, 2, true);
    Notification told = situation().decide(job).notification();
    assertEquals(2, told.last().seq());
    assertEquals(3, told.toSeq());

    messages.set(1, Talks.message("c1", "ann", 2, "carl"));
    assertEquals(Outcome.GONE, outcome(job));
  }

  @Test
  void id_is_the_same_for_the_same_last_message_and_has_no_dot() {
    String id = situation().decide(ABOUT_3).notification().id();
    readSeq = 2;
    assertEquals(id, situation().decide(ABOUT_3).notification().id());
    assertTrue(id.matches("ntf_[A-Za-z0-9_-]{20}"), id);
  }

  @Test
  void jobs_of_one_key_are_one() {
    Job both =
        new Job("c1", "bob", "mail", 4, 6, true).and(new Job("c1", "bob", "mail", 2, 5, false));
    assertEquals(new Job("c1", "bob", "mail", 2, 6, false), both);
  }

  private Outcome outcome(Job job) {
    Situation.Decision decision = situation().decide(job);
    assertNull(decision.notification());
    return decision.outcome();
  }

  private Situation situation() {
    StoredMembership m = Stored.member("c1", "bob", Talks.START);
    StoredMembership bob =
        new StoredMembership(
            m.id(),
            "c1",
            "bob",
            m.role(),
            readSeq,
            0,
            0,
            muted,
            false,
            null,
            m.joinedAt(),
            leftAt,
            1);
    StoredConversation c = Talks.conversation("c1", "Plans", "ann");
    StoredConversation plans =
        new StoredConversation(
            c.id(),
            c.type(),
            null,
            c.title(),
            null,
            null,
            c.createdAt(),
            "ann",
            deletedAt,
            1,
            null,
            null,
            null,
            null,
            null,
            null,
            firstSeq,
            0,
            null);
    return new Situation(
        Map.of(bob.id(), bob),
        Map.of("c1", plans),
        notified,
        Map.of("c1", (long) messages.size()),
        Map.of("c1", messages));
  }

  private static StoredMessage message(long seq) {
    return Talks.message("c1", "ann", seq);
  }

  private static StoredMessage message(String sender, long seq, Content content) {
    return StoredMessage.sent(
        new SendKey("c1", sender, "m" + seq), seq, content, null, List.of(), Talks.START);
  }
}
