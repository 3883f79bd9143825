package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.messages.storage.Schema;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.PartitionLease;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that are due, against what is stored, a real HTTP service and a real mail server. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(Notifying.class)
class NotifierTest {

  private static final String WEBHOOK = "webhook";
  private static final String MAIL = "mail";

  @Inject Notifier notifier;
  @Inject Situations situations;
  @Inject @All List<Way> ways;
  @Inject MessageServiceSettings settings;
  @Inject NotificationRepository notifications;
  @Inject ContactRepository contacts;
  @Inject NotificationMeters meters;
  @Inject Receivers receivers;
  @Inject Talks talks;
  @Inject Schema schema;
  @Inject SeenCommands seen;

  private final String ann = Talks.user("ann");
  private final String bob = Talks.user("bob");
  private String chat;

  @BeforeEach
  void ann_has_written_five_messages() {
    Talks.await(schema.ready());
    chat = talks.group(ann, bob);
    talks.write(chat, ann, 1, 5);
  }

  @Test
  void jobs_of_five_messages_are_one_notification() {
    for (long seq = 1; seq <= 5; seq++) {
      process(job(WEBHOOK, seq));
    }
    WebhookReceiver.Hook hook = only(receivers.hooks.of(bob));
    assertEquals(5, hook.data().getLong("unread"));
    assertEquals(5, hook.data().getLong("toSeq"));
  }

  @Test
  void so_are_they_in_one_batch() {
    process(job(WEBHOOK, 1), job(WEBHOOK, 2), job(WEBHOOK, 5), job(WEBHOOK, 3));
    assertEquals(5, only(receivers.hooks.of(bob)).data().getLong("unread"));
  }

  @Test
  void message_after_the_notification_leads_to_a_second_one() {
    process(job(WEBHOOK, 5));
    talks.write(chat, ann, 6, 6);
    process(job(WEBHOOK, 6));

    List<WebhookReceiver.Hook> hooks = receivers.hooks.of(bob);
    assertEquals(2, hooks.size());
    assertEquals(6, hooks.get(1).data().getLong("unread"));
    assertEquals(6, hooks.get(1).data().getLong("toSeq"));
    assertFalse(hooks.get(0).id().equals(hooks.get(1).id()));
  }

  @Test
  void crash_before_it_was_noted_sends_the_same_id_again() {
    process(job(WEBHOOK, 5));
    Talks.await(
        notifications.mongoCollection().deleteOne(new Document("_id", job(WEBHOOK, 5).key())));
    process(job(WEBHOOK, 5));
    process(job(WEBHOOK, 5));

    List<WebhookReceiver.Hook> hooks = receivers.hooks.of(bob);
    assertEquals(2, hooks.size());
    assertEquals(hooks.get(0).id(), hooks.get(1).id());
    assertEquals(hooks.get(0).body(), hooks.get(1).body());
  }

  @Test
  void what_was_read_muted_or_left_meanwhile_is_not_told() {
    long read = meters.counted(WEBHOOK, Outcome.READ);
    long muted = meters.counted(WEBHOOK, Outcome.MUTED);
    long gone = meters.counted(WEBHOOK, Outcome.GONE);
    talks.set(chat, bob, "readSeq", 5L);
    process(job(WEBHOOK, 5));
    talks.set(chat, bob, "muted", true);
    process(job(WEBHOOK, 5));
    talks.set(chat, bob, "leftAt", Talks.START);
    process(job(WEBHOOK, 5));

    assertTrue(receivers.hooks.of(bob).isEmpty());
    assertEquals(read + 1, meters.counted(WEBHOOK, Outcome.READ));
    assertEquals(muted + 1, meters.counted(WEBHOOK, Outcome.MUTED));
    assertEquals(gone + 1, meters.counted(WEBHOOK, Outcome.GONE));
  }

  @Test
  void failure_is_left_to_the_channel_and_tried_again_with_the_same_id() {
    receivers.hooks.answer(bob, 503);
    IncomingRedisStreamBatch failed = process(job(WEBHOOK, 4), job(WEBHOOK, 5));
    assertEquals(Set.of(0, 1), failed.refused().keySet());
    assertNull(failed.strategy(0), "the channel's own");

    receivers.hooks.answer(bob, 200);
    assertTrue(process(job(WEBHOOK, 4), job(WEBHOOK, 5)).refused().isEmpty());
    List<WebhookReceiver.Hook> hooks = receivers.hooks.of(bob);
    assertEquals(2, hooks.size());
    assertEquals(hooks.get(0).id(), hooks.get(1).id());
  }

  @Test
  void what_is_not_accepted_is_a_dead_letter_at_once() {
    receivers.hooks.answer(bob, 410);
    IncomingRedisStreamBatch refused = process(job(WEBHOOK, 5));
    assertEquals(OnNack.deadLetter(), refused.strategy(0));
    assertEquals("the webhook has answered 410", refused.refused().get(0).getMessage());
  }

  @Test
  void job_of_a_way_that_is_off_is_a_dead_letter() {
    assertEquals(OnNack.deadLetter(), process(job("pigeon", 5)).strategy(0));
  }

  @Test
  void one_that_fails_stops_no_other() {
    String carl = Talks.user("carl");
    String other = talks.group(ann, carl);
    talks.write(other, ann, 1, 1);
    receivers.hooks.answer(bob, 500);
    IncomingRedisStreamBatch batch =
        process(job(WEBHOOK, 5), new Job(other, carl, WEBHOOK, 1, 1, false));
    assertEquals(Set.of(0), batch.refused().keySet());
    assertEquals(1, receivers.hooks.of(carl).size());
  }

  @Test
  void four_at_most_are_sent_at_once_and_none_is_left() {
    List<String> readers = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String reader = Talks.user("r" + i);
      String group = talks.group(ann, reader);
      talks.write(group, ann, 1, 1);
      receivers.hooks.answer(reader, WebhookReceiver.HOLD);
      readers.add(reader);
      jobs.add(new Job(group, reader, WEBHOOK, 1, 1, false));
    }
    CompletableFuture<Void> done = notifier.process(jobs, batch(jobs)).subscribeAsCompletionStage();
    Talks.eventually(() -> received(readers) == 4);
    Talks.eventually(
        () -> {
          receivers.hooks.release();
          return done.isDone();
        });
    assertEquals(12, received(readers));
    assertEquals(4, receivers.hooks.mostHeld());
  }

  private long received(List<String> users) {
    return users.stream().mapToLong(user -> receivers.hooks.of(user).size()).sum();
  }

  @Test
  void waits_for_mongodb() {
    AtomicInteger calls = new AtomicInteger();
    Situations away =
        new Situations(null, null, null, null) {
          @Override
          Uni<Situation> of(Collection<Job> jobs) {
            return calls.incrementAndGet() <= 2
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : situations.of(jobs);
          }
        };
    List<Job> jobs = List.of(job(WEBHOOK, 5));
    Notifier patient = new Notifier(away, notifications, ways, meters, settings);
    Talks.await(patient.process(jobs, batch(jobs)));
    assertEquals(3, calls.get());
    assertEquals(1, receivers.hooks.of(bob).size());
  }

  @Test
  void conversation_that_is_further_is_told_up_to_its_end() {
    talks.write(chat, ann, 6, 40);
    process(job(WEBHOOK, 5));
    WebhookReceiver.Hook hook = only(receivers.hooks.of(bob));
    assertEquals(40, hook.data().getLong("toSeq"));
    assertEquals("text 40", text(hook));
  }

  @Test
  void batch_costs_a_handful_of_calls_however_large() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String reader = Talks.user("r" + i);
      String group = talks.group(ann, reader);
      talks.write(group, ann, 1, 2);
      talks.set(group, reader, "readSeq", 2L);
      jobs.add(new Job(group, reader, WEBHOOK, 1, 2, false));
    }
    int before = seen.count("find");
    process(jobs.toArray(new Job[0]));
    assertTrue(seen.count("find") - before <= 6, "calls: " + (seen.count("find") - before));
  }

  @Test
  void mail_goes_to_who_has_left_an_address() {
    String address = bob.toLowerCase() + "@example.com";
    Talks.await(contacts.put(new Contact(bob, address)));
    process(job(MAIL, 5));
    process(job(MAIL, 5));

    MailReceiver.Received mail = only(receivers.mails.to(address));
    assertEquals("5 unread messages in Plans", mail.header("subject"));
    assertEquals(address, mail.header("to"));
    assertTrue(mail.header("from").contains("no-reply@parley.example"));
    assertTrue(mail.header("message-id").matches("<ntf_[\\w-]{20}@parley\\.example>"));
    assertEquals("auto-generated", mail.header("auto-submitted"));
    assertTrue(mail.body().contains("has written in Plans"), mail.body());
    assertFalse(mail.body().contains("text 5"), mail.body());
    assertTrue(receivers.hooks.of(bob).isEmpty(), "each way has its own jobs");
  }

  @Test
  void title_brings_no_header_into_a_mail() {
    String address = bob.toLowerCase() + "@example.com";
    Talks.await(contacts.put(new Contact(bob, address)));
    String titled = talks.titled("Plans\r\nX-Evil: yes\r\n\r\nfree text", ann, bob);
    talks.write(titled, ann, 1, 1);
    process(new Job(titled, bob, MAIL, 1, 1, false));

    MailReceiver.Received mail = only(receivers.mails.to(address));
    assertEquals("1 unread message in Plans X-Evil: yes free text", mail.header("subject"));
    assertTrue(mail.lines().stream().noneMatch(line -> line.startsWith("X-Evil")));
  }

  @Test
  void mail_server_that_refuses_for_good_is_not_asked_again() {
    String address = bob.toLowerCase() + "@example.com";
    Talks.await(contacts.put(new Contact(bob, address)));
    receivers.mails.refuse(address, 550);
    IncomingRedisStreamBatch refused = process(job(MAIL, 5));
    assertEquals(OnNack.deadLetter(), refused.strategy(0));
    assertEquals("the mail server has answered 550", refused.refused().get(0).getMessage());
    assertEquals(1, receivers.mails.attempts(address));
  }

  @Test
  void mail_server_that_is_busy_is_asked_again() {
    String address = bob.toLowerCase() + "@example.com";
    Talks.await(contacts.put(new Contact(bob, address)));
    receivers.mails.refuse(address, 451);
    IncomingRedisStreamBatch failed = process(job(MAIL, 5));
    assertEquals(Set.of(0), failed.refused().keySet());
    assertNull(failed.strategy(0), "the channel's own");
  }

  @Test
  void nobody_without_an_address_gets_mail() {
    long before = meters.counted(MAIL, Outcome.UNADDRESSED);
    assertTrue(process(job(MAIL, 5)).refused().isEmpty());
    assertEquals(before + 1, meters.counted(MAIL, Outcome.UNADDRESSED));
  }

  private Job job(String way, long seq) {
    return new Job(chat, bob, way, seq, seq, false);
  }

  private IncomingRedisStreamBatch process(Job... jobs) {
    IncomingRedisStreamBatch batch = batch(List.of(jobs));
    Talks.await(notifier.process(List.of(jobs), batch));
    return batch;
  }

  private static IncomingRedisStreamBatch batch(List<Job> jobs) {
    List<IncomingRedisStreamMetadata> entries = new ArrayList<>();
    for (Job job : jobs) {
      entries.add(
          new IncomingRedisStreamMetadata(
              "notifications:{0}",
              0, "1-" + entries.size(), job.key(), 1, Map.of(), PartitionLease.ENDLESS));
    }
    return new IncomingRedisStreamBatch(entries, false);
  }

  private static String text(WebhookReceiver.Hook hook) {
    return hook.data().getJsonObject("lastMessage").getJsonObject("content").getString("text");
  }

  private static <T> T only(List<T> one) {
    assertEquals(1, one.size());
    return one.get(0);
  }
}
