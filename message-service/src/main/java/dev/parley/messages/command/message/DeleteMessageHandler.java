package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.command.rule.Rules;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.StoredMessage.Changes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** {@code message:delete}: of an own message, or as an admin of any, a tombstone stays. */
@Singleton
public class DeleteMessageHandler extends MessageHandler<DeleteMessage> {

  public DeleteMessageHandler() {
    super(CommandType.DELETE_MESSAGE, DeleteMessage.class, Action.SEND);
  }

  @Override
  Outcome carryOut(
      Command<DeleteMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    if (!message.senderId().equals(command.user())) {
      Outcome refusal = Rules.refusal(Action.DELETE_OTHERS_MESSAGE, conversation, command.user());
      if (refusal != null) {
        return refusal;
      }
    }
    StoredMessage tombstone =
        message.changed(
            null,
            List.of(),
            new Changes(message.changes().editedAt(), List.of(), plan.now(), null, List.of()));
    plan.change(tombstone);
    unpin(command, message, conversation, plan);
    return told(command, conversation, tombstone, plan);
  }

  private static void unpin(
      Command<?> command, StoredMessage message, ConversationState conversation, Plan plan) {
    List<Long> pinned = new ArrayList<>(conversation.details().pinned());
    if (pinned.remove(message.seq())) {
      plan.draft(command, conversation).change(conversation.details().withPinned(pinned));
    }
  }

  @Override
  Outcome ofDeleted(
      Command<DeleteMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    return unchanged(message);
  }

  @Override
  boolean hasTrace(Command<DeleteMessage> command, boolean decided, StoredMessage message) {
    return decided && message.isDeleted();
  }

  @Override
  Outcome told(
      Command<DeleteMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    return changed(
        command, message, event(EventType.MESSAGE_DELETE, command, message, conversation, plan));
  }
}
