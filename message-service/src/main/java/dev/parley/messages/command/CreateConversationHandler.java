package dev.parley.messages.command;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.messages.conversation.ConversationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** {@code conversation:create}: opens the direct conversation of a pair, once. */
@ApplicationScoped
public class CreateConversationHandler implements CommandHandler<CreateConversation> {

  @Override
  public String type() {
    return CommandType.CREATE_CONVERSATION;
  }

  @Override
  public Class<CreateConversation> payloadType() {
    return CreateConversation.class;
  }

  @Override
  public String conversationOf(CreateConversation create, Envelope envelope) {
    String other = create.check().memberIds().get(0);
    Check.userId("user", envelope.user());
    if (other.equals(envelope.user())) {
      throw new InvalidFieldException("memberIds[0]", "must be another user than the caller");
    }
    return ConversationIds.direct(envelope.user(), other);
  }

  @Override
  public Outcome decide(Command<CreateConversation> command, Plan plan) {
    String id = command.conversationId();
    ConversationState there = plan.conversation(id);
    boolean created = there == null || plan.hasOpened(command);
    ConversationState conversation =
        there != null ? there : plan.open(command, ConversationType.DIRECT, members(command));
    ConversationCreated reply = reply(conversation, created);
    // Redelivered: a crash may have come between storing and telling.
    return created || command.redelivered()
        ? Outcome.announced(reply, announcement(conversation))
        : Outcome.answered(reply);
  }

  private static List<String> members(Command<CreateConversation> command) {
    return Stream.of(command.envelope().user(), command.payload().memberIds().get(0))
        .sorted()
        .toList();
  }

  private static ConversationCreated reply(ConversationState conversation, boolean created) {
    return new ConversationCreated(
        conversation.id(),
        conversation.type(),
        conversation.members(),
        conversation.createdAt(),
        created,
        null);
  }

  private static Announcement announcement(ConversationState conversation) {
    return new Announcement(
        EventType.CONVERSATION_CREATED,
        conversation.id(),
        conversation.id(),
        conversation.members(),
        conversation.createdAt(),
        reply(conversation, true));
  }
}
