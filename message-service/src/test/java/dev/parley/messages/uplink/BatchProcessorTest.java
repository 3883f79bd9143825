package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch of good commands comes to. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class BatchProcessorTest {

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
  void messages_get_their_places_in_the_order_of_the_batch() {
    it.process(
        Batch.of().send(ann, chat, "a1").send(bob, chat, "b1").send(ann, chat, "a2", "last"));

    assertEquals(List.of("a1", "b1", "a2"), it.storedIds(chat));
    assertEquals(2, it.accepted(1).seq());
    assertEquals(chat + ":3", it.accepted(2).messageId());
    assertEquals("last", it.stored(chat).get(2).content().text());
    assertEquals(it.stored(chat).get(2).sentAt(), it.accepted(2).sentAt());
    assertEquals(1, it.messages.inserts, "one insert per batch");
  }

  @Test
  void members_get_the_message_but_not_the_session_that_sent_it() {
    it.process(Batch.of().send(ann, chat, "a1"));

    InboxItem.Delivery delivery = it.told.deliveries().get(0);
    assertEquals(Set.of(ann, bob), Set.copyOf(delivery.users()));
    assertEquals("s-" + ann, delivery.exceptSession());
    assertEquals("message:new", delivery.event());
    assertTrue(delivery.payload().text().contains("\"messageId\":\"" + chat + ":1\""));
    assertEquals(1, it.told.deliveries().size());
    assertEquals(1, it.told.inboxEntries, "one entry per node and batch");
  }

  @Test
  void events_are_one_entry_per_partition_in_the_conversation_s_order() {
    it.process(Batch.of().send(ann, chat, "a1").send(bob, chat, "b1").send(ann, chat, "a2"));

    assertEquals(1, it.told.eventEntries);
    int partition = Partitions.of(chat, Partitions.DEFAULT_COUNT);
    for (int i = 0; i < 3; i++) {
      TellTale.Event event = it.told.events.get(i);
      assertEquals(partition, event.partition());
      assertEquals("message:new", event.envelope().type());
      assertEquals(chat, event.envelope().key());
      assertEquals(chat + ":" + (i + 1), event.envelope().id());
      assertEquals(it.told.deliveries().get(i).payload(), event.envelope().payload());
    }
    assertEquals(bob, it.told.events.get(1).envelope().user());
  }

  @Test
  void several_conversations_in_one_batch_count_for_themselves() {
    String cy = Harness.user("cy");
    String other = it.conversation(ann, cy);
    it.process(
        Batch.of()
            .send(ann, chat, "1")
            .send(ann, other, "1")
            .send(bob, chat, "2")
            .send(cy, other, "2"));

    assertEquals(List.of("1", "2"), it.storedIds(chat));
    assertEquals(List.of("1", "2"), it.storedIds(other));
  }

  @Test
  void command_without_a_session_that_waits_is_carried_out_all_the_same() {
    it.process(
        Batch.of()
            .raw(
                """
                {"id":"e","type":"message:send","key":"%s","time":1,"user":"%s","payload":
                {"conversationId":"%s","clientMessageId":"a1","content":{"type":"text","text":"x"}}}
                """
                    .formatted(chat, ann, chat)));

    assertEquals(List.of("a1"), it.storedIds(chat));
    assertEquals(List.of(), it.told.replies());
    assertEquals("", it.told.deliveries().get(0).exceptSession());
  }
}
