package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.DELIVERED_MESSAGES;
import static dev.parley.contracts.command.CommandType.READ_MESSAGES;
import static dev.parley.contracts.command.CommandType.START_TYPING;
import static dev.parley.contracts.command.CommandType.STOP_TYPING;
import static dev.parley.contracts.event.EventType.READ_RECEIPT;
import static dev.parley.contracts.event.EventType.TYPING_START;
import static dev.parley.contracts.event.EventType.TYPING_STOP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.command.DeliveredMessages;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.Typing;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.StoredMembership;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far members are, and that they write. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class PositionTest {

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private String chat;

  @BeforeEach
  void five_messages() {
    chat = it.conversation(ann, bob);
    Batch batch = Batch.of();
    for (int i = 1; i <= 5; i++) {
      batch.send(ann, chat, "a" + i);
    }
    it.process(batch);
  }

  @Test
  void reading_goes_on_and_never_back() {
    it.process(
        Batch.of()
            .add(READ_MESSAGES, bob, new ReadMessages(chat, 3L))
            .add(READ_MESSAGES, bob, new ReadMessages(chat, 2L))
            .add(READ_MESSAGES, bob, new ReadMessages(chat, 99L)));

    assertEquals(new PositionReached(chat, 3, 2), reached(0));
    assertEquals(new PositionReached(chat, 3, 2), reached(1));
    assertEquals(new PositionReached(chat, 5, 0), reached(2));
    it.positions.write().await().indefinitely();
    StoredMembership stored = it.membership(chat, bob);
    assertEquals(5, stored.readSeq());
    assertEquals(5, stored.deliveredSeq(), "what is read is delivered");
  }

  @Test
  void delivered_is_not_read() {
    it.process(Batch.of().add(DELIVERED_MESSAGES, bob, new DeliveredMessages(chat, 4L)));

    assertEquals(new PositionReached(chat, 4, 5), reached(0));
    it.positions.write().await().indefinitely();
    assertEquals(0, it.membership(chat, bob).readSeq());
    assertEquals(4, it.membership(chat, bob).deliveredSeq());
    assertEquals(1, it.events(EventType.DELIVERED_RECEIPT, Receipt.class).size());
  }

  @Test
  void own_messages_are_never_unread() {
    it.process(Batch.of().add(READ_MESSAGES, ann, new ReadMessages(chat, 1L)));
    assertEquals(new PositionReached(chat, 5, 0), reached(0));
    it.process(
        Batch.of().send(bob, chat, "b1").add(READ_MESSAGES, bob, new ReadMessages(chat, 1L)));
    assertEquals(new PositionReached(chat, 6, 0), reached(1));
  }

  @Test
  void of_a_batch_only_the_last_position_is_told() {
    Batch batch = Batch.of();
    for (long seq = 1; seq <= 5; seq++) {
      batch.add(READ_MESSAGES, bob, new ReadMessages(chat, seq));
    }
    it.process(batch);

    List<Receipt> told = it.events(READ_RECEIPT, Receipt.class);
    assertEquals(1, told.size());
    assertEquals(5, told.get(0).seq());
    assertEquals(bob, told.get(0).userId());
    assertEquals(List.of(both()), it.receivers(READ_RECEIPT));
  }

  @Test
  void position_survives_without_memory() {
    it.process(Batch.of().add(READ_MESSAGES, bob, new ReadMessages(chat, 3L)));
    it.positions.write().await().indefinitely();
    it.forget();
    it.process(Batch.of().add(READ_MESSAGES, bob, new ReadMessages(chat, 2L)));
    assertEquals(new PositionReached(chat, 3, 2), reached(0));
    assertEquals(List.of(), it.receivers(READ_RECEIPT));
  }

  @Test
  void redelivered_position_is_told_again() {
    Batch batch = Batch.of().add(READ_MESSAGES, bob, new ReadMessages(chat, 3L));
    it.process(batch);
    it.process(batch.again());
    assertEquals(1, it.receivers(READ_RECEIPT).size());
  }

  @Test
  void in_a_large_conversation_only_oneself_is_told() {
    it.settings(Map.of("parley.limits.receipt-members", "1"));
    it.process(
        Batch.of()
            .add(READ_MESSAGES, bob, new ReadMessages(chat, 3L))
            .add(START_TYPING, bob, new Typing(chat)));
    assertEquals(List.of(List.of(bob)), it.receivers(READ_RECEIPT));
    assertEquals(List.of(), it.receivers(TYPING_START));
  }

  @Test
  void typing_is_told_to_the_others_and_is_no_fact() {
    it.process(Batch.of().add(START_TYPING, bob, new Typing(chat)));
    assertEquals(List.of(List.of(ann)), it.receivers(TYPING_START));
    assertEquals(List.of(), it.told.events);
    it.process(
        Batch.of()
            .add(START_TYPING, bob, new Typing(chat))
            .add(START_TYPING, ann, new Typing(chat))
            .add(STOP_TYPING, bob, new Typing(chat)));
    assertEquals(List.of(List.of(bob)), it.receivers(TYPING_START), "the last of each counts");
    assertEquals(List.of(List.of(ann)), it.receivers(TYPING_STOP));
  }

  @Test
  void typing_of_before_is_passed_over() {
    Batch late = Batch.of().add(START_TYPING, bob, new Typing(chat)).aged(5_000);
    it.process(late);
    assertEquals(List.of(), it.receivers(TYPING_START));
    it.process(Batch.of().add(START_TYPING, bob, new Typing(chat)).again());
    assertEquals(List.of(), it.receivers(TYPING_START));
  }

  @Test
  void strangers_have_no_position() {
    String eve = Harness.user("eve");
    it.process(
        Batch.of()
            .add(READ_MESSAGES, eve, new ReadMessages(chat, 3L))
            .add(START_TYPING, eve, new Typing(chat)));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(0));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(1));
  }

  private PositionReached reached(int request) {
    return it.result(request, PositionReached.class);
  }

  private List<String> both() {
    return Stream.of(ann, bob).sorted().toList();
  }
}
