package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same send more than once: by the client, and by the stream. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RetryTest {

  @Inject Harness it;

  private String ann;
  private String bob;
  private String chat;

  @BeforeEach
  void two_who_talk() {
    ann = Harness.user("ann");
    bob = Harness.user("bob");
    chat = it.conversation(ann, bob);
  }

  @Test
  void duplicate_in_one_batch_gets_the_first_one_s_answer_and_leaves_no_hole() {
    it.process(
        Batch.of().send(ann, chat, "a1").send(ann, chat, "a1", "again").send(ann, chat, "a2"));

    assertEquals(List.of("a1", "a2"), it.storedIds(chat));
    assertEquals(it.accepted(0), it.accepted(1));
    assertEquals(2, it.told.deliveries().size());
    assertEquals(2, it.told.events.size());
  }

  @Test
  void same_client_message_id_of_two_senders_is_two_messages() {
    it.process(Batch.of().send(ann, chat, "1").send(bob, chat, "1"));

    assertEquals(List.of("1", "1"), it.storedIds(chat));
  }

  @Test
  void duplicate_of_a_remembered_send_asks_nobody() {
    it.process(Batch.of().send(ann, chat, "a1"));
    var first = it.accepted(0);
    it.process(Batch.of().send(ann, chat, "a1").send(bob, chat, "b1"));

    assertEquals(first, it.accepted(0));
    assertEquals(List.of("a1", "b1"), it.storedIds(chat));
    assertEquals(0, it.messages.lookUps);
    assertEquals(1, it.told.deliveries().size(), "a retry is not delivered again");
  }

  @Test
  void duplicate_stored_earlier_in_the_middle_of_a_batch_leaves_no_hole() {
    it.process(Batch.of().send(ann, chat, "a1"));
    var first = it.accepted(0);
    it.forget();
    it.process(Batch.of().send(bob, chat, "b1").send(ann, chat, "a1").send(bob, chat, "b2"));

    assertEquals(first, it.accepted(1));
    assertEquals(List.of("a1", "b1", "b2"), it.storedIds(chat));
    assertEquals(2, it.accepted(0).seq());
    assertEquals(3, it.accepted(2).seq());
    assertEquals(2, it.told.deliveries().size(), "a retry is not delivered again");
  }

  @Test
  void batch_of_nothing_but_stored_duplicates_takes_one_look_up() {
    Batch batch = Batch.of();
    for (int i = 0; i < 20; i++) {
      batch.send(ann, chat, "a" + i);
    }
    it.process(batch);
    it.forget();
    it.process(batch);

    assertEquals(20, it.stored(chat).size());
    assertEquals(20, it.accepted(19).seq());
    assertEquals(1, it.messages.lookUps);
    assertEquals(0, it.told.deliveries().size());
  }

  @Test
  void redelivered_entry_that_is_stored_is_told_again() {
    Batch batch = Batch.of().send(ann, chat, "a1").send(bob, chat, "b1");
    it.process(batch);
    var first = it.accepted(0);
    it.process(batch.again());

    assertEquals(first, it.accepted(0));
    assertEquals(List.of("a1", "b1"), it.storedIds(chat));
    assertEquals(2, it.told.deliveries().size());
    assertEquals(2, it.told.events.size());
  }

  @Test
  void redelivered_entries_are_looked_up_together_before_any_insert() {
    it.process(Batch.of().send(ann, chat, "a1").send(ann, chat, "a2"));
    it.forget();
    it.messages.inserts = 0;
    it.process(
        Batch.of()
            .send(ann, chat, "a1")
            .redelivered()
            .send(ann, chat, "a2")
            .redelivered()
            .send(ann, chat, "a3")
            .redelivered()
            .send(ann, chat, "a4"));

    assertEquals(List.of("a1", "a2", "a3", "a4"), it.storedIds(chat));
    assertEquals(1, it.messages.lookUps);
    assertEquals(1, it.messages.inserts);
  }

  @Test
  void failure_to_tell_fails_the_batch_and_the_redelivery_tells() {
    Batch batch = Batch.of().send(ann, chat, "a1");
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.told.failNextEvents = true;
    assertThrows(RuntimeException.class, () -> it.process(batch.again()));
    it.process(batch.again());

    assertEquals(List.of("a1"), it.storedIds(chat));
    assertEquals(1, it.accepted(0).seq());
    assertEquals(1, it.told.deliveries().size());
    assertEquals(1, it.told.events.size());
  }

  @Test
  void empty_memory_changes_nothing() {
    for (int i = 1; i <= 5; i++) {
      it.process(Batch.of().send(ann, chat, "a" + i));
      assertEquals(i, it.accepted(0).seq());
      it.forget();
    }
    assertFalse(it.stored(chat).isEmpty());
  }
}
