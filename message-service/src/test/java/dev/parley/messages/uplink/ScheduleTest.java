package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.LEAVE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.SCHEDULE_MESSAGE;
import static dev.parley.contracts.command.CommandType.UNSCHEDULE_MESSAGE;
import static dev.parley.contracts.event.EventType.MESSAGE_NEW;
import static dev.parley.contracts.event.EventType.MESSAGE_UNSENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.ScheduleMessage;
import dev.parley.contracts.command.SendScheduled;
import dev.parley.contracts.command.UnscheduleMessage;
import dev.parley.contracts.reply.MessageScheduled;
import dev.parley.contracts.reply.MessageUnscheduled;
import dev.parley.messages.Servers;
import dev.parley.messages.schedule.ScheduleRepository.Seat;
import dev.parley.messages.schedule.ScheduledMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are sent later, as the owner of their conversation sees it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ScheduleTest {

  private static final Content HI = Content.text("later");

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final Instant due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
  private String chat;

  @BeforeEach
  void open() {
    chat = it.conversation(ann, bob);
  }

  private ScheduleMessage schedule(String key) {
    return new ScheduleMessage(chat, key, HI, null, null, due.toString());
  }

  private Batch scheduled(String... keys) {
    Batch batch = Batch.of();
    for (String key : keys) {
      batch.add(SCHEDULE_MESSAGE, ann, schedule(key));
    }
    return batch;
  }

  private Batch due(String key) {
    return Batch.of().add(SendScheduled.TYPE, ann, new SendScheduled(chat, key));
  }

  private List<String> stored() {
    return it.scheduled.of(List.of(new Seat(chat, ann))).await().indefinitely().stream()
        .map(ScheduledMessage::clientMessageId)
        .sorted()
        .toList();
  }

  @Test
  void scheduled_message_waits_and_nobody_hears_of_it() {
    it.process(scheduled("s1"));

    assertEquals(new MessageScheduled(chat, "s1", due), it.result(0, MessageScheduled.class));
    assertEquals(List.of("s1"), stored());
    assertEquals(List.of(), it.storedIds(chat));
    assertEquals(List.of(), it.told.deliveries());
    assertEquals(List.of(), it.told.events);
  }

  @Test
  void due_message_is_sent_once_at_the_end() {
    it.process(scheduled("s1", "s2"));
    it.process(Batch.of().send(bob, chat, "b1"));
    it.process(due("s2").add(SendScheduled.TYPE, ann, new SendScheduled(chat, "s2")));

    assertEquals(2, it.accepted(0).seq());
    assertEquals("not_found", it.code(1));
    assertEquals(List.of("b1", "s2"), it.storedIds(chat));
    assertEquals("later", it.stored(chat).get(1).content().text());
    assertEquals(1, it.receivers(MESSAGE_NEW).size());
    assertEquals(List.of("s1"), stored());
    it.forget();
    it.process(due("s2"));
    assertEquals("not_found", it.code(0));
    assertEquals(List.of("b1", "s2"), it.storedIds(chat));
  }

  @Test
  void retry_gets_the_first_answer() {
    it.process(scheduled("s1", "s1"));
    assertEquals(due, it.result(1, MessageScheduled.class).sendAt());
    ScheduleMessage later =
        new ScheduleMessage(chat, "s1", HI, null, null, due.plusSeconds(60).toString());
    it.process(Batch.of().add(SCHEDULE_MESSAGE, ann, later));
    assertEquals(due, it.result(0, MessageScheduled.class).sendAt());
    assertEquals(List.of("s1"), stored());
  }

  @Test
  void unscheduled_message_is_not_sent() {
    it.process(
        scheduled("s1", "s2")
            .add(UNSCHEDULE_MESSAGE, ann, new UnscheduleMessage(chat, "s1"))
            .add(UNSCHEDULE_MESSAGE, ann, new UnscheduleMessage(chat, "s1"))
            .add(SendScheduled.TYPE, ann, new SendScheduled(chat, "s1"))
            .add(UNSCHEDULE_MESSAGE, bob, new UnscheduleMessage(chat, "s2")));

    assertEquals(new MessageUnscheduled(chat, "s1", true), it.result(2, MessageUnscheduled.class));
    assertEquals(new MessageUnscheduled(chat, "s1", false), it.result(3, MessageUnscheduled.class));
    assertEquals("not_found", it.code(4));
    assertTrue(!it.result(5, MessageUnscheduled.class).changed(), "it is not bob's");
    assertEquals(List.of("s2"), stored());
    assertEquals(List.of(), it.storedIds(chat));
  }

  @Test
  void sending_under_the_same_key_is_the_same_message() {
    it.process(scheduled("s1").send(ann, chat, "s1"));
    it.process(due("s1"));
    assertEquals(1, it.accepted(0).seq());
    assertEquals(List.of("s1"), it.storedIds(chat));
    assertEquals(List.of(), stored());
  }

  @Test
  void whoever_has_left_is_told_that_it_is_not_sent() {
    chat = it.group(bob, ann);
    it.process(scheduled("s1"));
    it.process(Batch.of().add(LEAVE_CONVERSATION, ann, new LeaveConversation(chat)));
    int before = it.stored(chat).size();
    it.process(due("s1"));

    assertEquals("not_a_member", it.code(0));
    assertEquals(List.of(List.of(ann)), it.receivers(MESSAGE_UNSENT));
    assertEquals(before, it.stored(chat).size());
    assertEquals(List.of(), stored());
    assertEquals(List.of(), it.told.events, "no fact");
  }

  @Test
  void times_and_numbers_have_limits() {
    String past = Instant.now().minusSeconds(1).toString();
    String far = Instant.now().plus(Duration.ofDays(367)).toString();
    it.settings(Map.of("parley.limits.scheduled", "2"));
    it.process(
        Batch.of()
            .add(SCHEDULE_MESSAGE, ann, new ScheduleMessage(chat, "p", HI, null, null, past))
            .add(SCHEDULE_MESSAGE, ann, new ScheduleMessage(chat, "f", HI, null, null, far))
            .add(SCHEDULE_MESSAGE, ann, schedule("s1"))
            .add(SCHEDULE_MESSAGE, ann, schedule("s2"))
            .add(SCHEDULE_MESSAGE, ann, schedule("s3"))
            .add(SCHEDULE_MESSAGE, ann, schedule("s2"))
            .add(SCHEDULE_MESSAGE, bob, schedule("s1"))
            .add(SCHEDULE_MESSAGE, "eve", schedule("s1")));

    assertEquals(
        List.of(
            "invalid_params",
            "limit_exceeded",
            "ok",
            "ok",
            "limit_exceeded",
            "ok",
            "ok",
            "not_a_member"),
        IntStream.range(0, 8).mapToObj(it::code).toList());
    it.process(scheduled("s4"));
    assertEquals("limit_exceeded", it.code(0), "those that are stored count");
  }

  @Test
  void crash_before_telling_is_told_by_the_redelivery() {
    it.process(scheduled("s1"));
    Batch batch = due("s1");
    it.process(batch);
    it.forget();
    it.process(batch.again());

    assertEquals(1, it.accepted(0).seq());
    assertEquals(1, it.receivers(MESSAGE_NEW).size(), "others may not have been told");
    assertEquals(List.of("s1"), it.storedIds(chat));
  }

  @Test
  void crash_after_the_insert_leaves_it_sent_once() {
    it.process(scheduled("s1"));
    it.messages.breakNextInsertAfter(1);
    Batch batch = due("s1");
    assertThrows(RuntimeException.class, () -> it.process(batch));
    assertEquals(List.of("s1"), stored());
    it.forget();
    it.process(batch.again());

    assertEquals(1, it.accepted(0).seq());
    assertEquals(1, it.receivers(MESSAGE_NEW).size());
    assertEquals(List.of("s1"), it.storedIds(chat));
    assertEquals(List.of(), stored());
  }
}
