package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code conversation:delete}: ends a group or channel for all its members. */
@Singleton
public class DeleteConversationHandler extends RuledHandler<DeleteConversation> {

  public DeleteConversationHandler() {
    super(CommandType.DELETE_CONVERSATION, DeleteConversation.class, Action.DELETE);
  }

  @Override
  protected Outcome toldAgain(
      Command<DeleteConversation> command, ConversationState conversation, Plan plan) {
    return deleted(command, plan);
  }

  @Override
  protected Outcome carryOut(
      Command<DeleteConversation> command, ConversationState conversation, Plan plan) {
    plan.draft(command, conversation).change(conversation.details().deleted(plan.now()));
    return deleted(command, plan);
  }

  private static Outcome deleted(Command<?> command, Plan plan) {
    return Updates.changed(command, ConversationChange.DELETED, List.of(), plan);
  }
}
