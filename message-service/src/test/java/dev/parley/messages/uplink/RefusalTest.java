package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.messages.Servers;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.message.Insertion;
import dev.parley.messages.message.SendKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that cannot be carried out, and what they leave of the rest. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RefusalTest {

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
  void unknown_conversation_is_not_found_and_not_remembered() {
    String cy = Harness.user("cy");
    String unknown = ConversationIds.direct(ann, cy);
    it.process(Batch.of().send(ann, unknown, "1").send(ann, chat, "1"));
    assertEquals(ErrorCode.NOT_FOUND, it.error(0));
    assertEquals(1, it.accepted(1).seq());
    it.process(Batch.of().create(ann, cy).send(ann, unknown, "1"));

    assertEquals(1, it.accepted(1).seq());
  }

  @Test
  void stranger_is_not_a_member_and_leaves_no_trace() {
    String eve = Harness.user("eve");
    it.routes.add(Batch.NODE, List.of(eve)).await().indefinitely();
    it.process(Batch.of().send(eve, chat, "1").send(ann, chat, "1"));

    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(0));
    assertEquals(List.of(ann), it.stored(chat).stream().map(m -> m.senderId()).toList());
    assertEquals(1, it.accepted(1).seq());
  }

  @Test
  void fields_out_of_bounds_are_told_to_the_sender_and_no_fault() {
    it.process(
        Batch.of()
            .send(ann, chat, "not an id")
            .send(ann, chat, "a1", "")
            .command("message:send", ann, chat, "{}")
            .command("message:send", ann, chat, "{\"content\":5}")
            .create(ann, ann)
            .command("conversation:create", ann, chat, "{\"type\":\"group\",\"memberIds\":[]}")
            .send(ann, chat, "a2"));

    for (int i = 0; i < 6; i++) {
      assertEquals(ErrorCode.INVALID_PARAMS, it.error(i), "request " + i);
    }
    assertEquals(List.of("a2"), it.storedIds(chat));
    assertEquals(Map.of(), it.rejected);
  }

  @Test
  void poison_entries_are_rejected_and_the_rest_flows() {
    it.process(
        Batch.of()
            .raw("no envelope")
            .send(ann, chat, "a1")
            .command("message:explode", ann, chat, "{}")
            .command(
                "message:send",
                ann,
                "another-key",
                "{\"conversationId\":\"%s\",\"clientMessageId\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}"
                    .formatted(chat))
            .raw("")
            .send(ann, chat, "a2"));

    assertEquals(Set.of(0, 2, 3, 4), it.rejected.keySet());
    assertEquals(4, it.rejections);
    assertInstanceOf(MalformedException.class, it.rejected.get(0));
    assertEquals(ErrorCode.METHOD_NOT_FOUND, it.error(2));
    assertEquals(ErrorCode.INTERNAL, it.error(3));
    assertEquals(List.of("a1", "a2"), it.storedIds(chat));
    assertEquals(2, it.accepted(5).seq());
  }

  @Test
  void batch_of_poison_only_is_done_at_once() {
    it.process(Batch.of().raw("x").raw("y"));
    assertEquals(Set.of(0, 1), it.rejected.keySet());
  }

  @Test
  void bug_in_one_command_rejects_it_and_nothing_else() {
    it.handlers.add(new Buggy());
    it.process(
        Batch.of()
            .send(ann, chat, "a1")
            .command(
                "test:buggy",
                ann,
                chat,
                "{\"conversationId\":\"%s\",\"clientMessageId\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}"
                    .formatted(chat))
            .send(ann, chat, "a2"));

    assertEquals(ErrorCode.INTERNAL, it.error(1));
    assertEquals(Set.of(1), it.rejected.keySet());
    assertEquals(List.of("a1", "a2"), it.storedIds(chat));
  }

  @Test
  void outcome_that_cannot_be_encoded_rejects_its_command_and_nothing_else() {
    it.handlers.add(new Unspeakable());
    it.process(
        Batch.of()
            .send(ann, chat, "a1")
            .command("test:unspeakable", ann, chat, "{}")
            .send(ann, chat, "a2"));

    assertEquals(ErrorCode.INTERNAL, it.error(1));
    assertEquals(Set.of(1), it.rejected.keySet());
    assertEquals(2, it.accepted(2).seq());
    assertEquals(2, it.told.events.size());
  }

  @Test
  void message_that_mongodb_never_takes_is_rejected_and_the_rest_flows() {
    it.messages.disturb(
        (messages, real) ->
            real.insertAll(messages.subList(0, 1))
                .map(done -> new Insertion(1, Insertion.End.UNACCEPTABLE)));
    it.process(Batch.of().send(ann, chat, "a1").send(ann, chat, "a2").send(ann, chat, "a3"));

    assertEquals(ErrorCode.INTERNAL, it.error(1));
    assertEquals(Set.of(1), it.rejected.keySet());
    assertEquals(List.of("a1", "a3"), it.storedIds(chat));
    assertEquals(2, it.accepted(2).seq());
  }

  /** Plans a message, then runs into a bug. */
  private static final class Buggy implements CommandHandler<SendMessage> {

    @Override
    public String type() {
      return "test:buggy";
    }

    @Override
    public Class<SendMessage> payloadType() {
      return SendMessage.class;
    }

    @Override
    public String conversationOf(SendMessage payload, Envelope envelope) {
      return payload.conversationId();
    }

    @Override
    public Outcome decide(Command<SendMessage> command, Plan plan) {
      var key = new SendKey(command.conversationId(), "x", "y");
      plan.append(
          plan.conversation(command.conversationId()),
          key,
          command.payload().content(),
          null,
          List.of());
      throw new IllegalStateException("a bug");
    }
  }

  /** Answers with what has no JSON. */
  private static final class Unspeakable implements CommandHandler<Object> {

    @Override
    public String type() {
      return "test:unspeakable";
    }

    @Override
    public Class<Object> payloadType() {
      return Object.class;
    }

    @Override
    public String conversationOf(Object payload, Envelope envelope) {
      return envelope.key();
    }

    @Override
    public Outcome decide(Command<Object> command, Plan plan) {
      return Outcome.answered(new Object());
    }
  }
}
