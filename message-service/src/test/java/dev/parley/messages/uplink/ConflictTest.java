package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another writer, and answers of MongoDB that get lost. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ConflictTest {

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
  void another_writer_s_seq_is_noticed_and_the_rest_redone() {
    it.process(Batch.of().send(ann, chat, "a1"));
    it.storeForeign(chat, 2, bob, "foreign");
    it.process(Batch.of().send(ann, chat, "a2").send(bob, chat, "b1"));

    assertEquals(List.of("a1", "foreign", "a2", "b1"), it.storedIds(chat));
    assertEquals(3, it.accepted(0).seq());
    assertEquals(4, it.accepted(1).seq());
    assertEquals(2, it.told.deliveries().size(), "the other one's message is the other one's");
  }

  @Test
  void another_writer_in_several_conversations_costs_one_reload() {
    String cy = Harness.user("cy");
    String other = it.conversation(ann, cy);
    it.process(Batch.of().send(ann, chat, "1").send(ann, other, "1"));
    it.storeForeign(chat, 2, bob, "foreign");
    it.storeForeign(other, 2, cy, "foreign");
    it.messages.inserts = 0;
    it.process(Batch.of().send(ann, chat, "2").send(ann, other, "2"));

    assertEquals(List.of("1", "foreign", "2"), it.storedIds(chat));
    assertEquals(List.of("1", "foreign", "2"), it.storedIds(other));
    assertEquals(2, it.messages.inserts);
  }

  @Test
  void another_writer_during_the_insert_is_noticed() {
    it.process(Batch.of().send(ann, chat, "a1"));
    it.messages.beforeNextInsert(Harness.message(chat, 2, bob, "foreign"));
    it.process(Batch.of().send(ann, chat, "a2").send(ann, chat, "a3"));

    assertEquals(List.of("a1", "foreign", "a2", "a3"), it.storedIds(chat));
  }

  @Test
  void another_writer_that_stores_the_same_send_has_answered_it() {
    it.process(Batch.of().send(ann, chat, "a1"));
    it.messages.beforeNextInsert(Harness.message(chat, 2, ann, "a2"));
    it.process(Batch.of().send(ann, chat, "a2").send(ann, chat, "a3"));

    assertEquals(List.of("a1", "a2", "a3"), it.storedIds(chat));
    assertEquals(2, it.accepted(0).seq());
    assertEquals(3, it.accepted(1).seq());
  }

  @Test
  void conflicts_without_end_fail_the_batch_and_the_next_attempt_finds_its_way() {
    for (int i = 1; i <= 9; i++) {
      it.messages.beforeNextInsert(Harness.message(chat, i, bob, "foreign" + i));
    }
    Batch batch = Batch.of().send(ann, chat, "a1");
    assertThrows(TooManyConflictsException.class, () -> it.process(batch));
    assertEquals(9, it.stored(chat).size());
    it.process(batch.again());

    assertEquals(10, it.accepted(0).seq());
  }

  @Test
  void failure_of_unknown_outcome_is_found_out_by_the_redelivery() {
    for (int stored = 0; stored <= 3; stored++) {
      String prefix = "round" + stored + "-";
      Batch batch =
          Batch.of()
              .send(ann, chat, prefix + 1)
              .send(bob, chat, prefix + 2)
              .send(ann, chat, prefix + 3);
      it.messages.breakNextInsertAfter(stored);
      assertThrows(IllegalStateException.class, () -> it.process(batch));
      assertTrue(it.told.items.isEmpty(), "nothing is told before it is stored");
      assertTrue(it.told.events.isEmpty());
      it.process(batch.again());

      assertEquals(3 * (stored + 1), it.accepted(2).seq());
      assertEquals(3, it.told.deliveries().size());
    }
    assertEquals(12, it.stored(chat).size());
  }
}
