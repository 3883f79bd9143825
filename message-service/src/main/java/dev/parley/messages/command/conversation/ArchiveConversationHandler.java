package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.CommandType;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;

/** {@code conversation:archive}: out of the caller's list until the next message. */
@Singleton
public class ArchiveConversationHandler extends RuledHandler<ArchiveConversation> {

  public ArchiveConversationHandler() {
    super(CommandType.ARCHIVE_CONVERSATION, ArchiveConversation.class, Action.SETTINGS);
  }

  @Override
  protected Outcome carryOut(
      Command<ArchiveConversation> command, ConversationState conversation, Plan plan) {
    boolean archived = command.payload().archived();
    Member after =
        conversation
            .member(command.user())
            .withArchivedSeq(archived ? plan.lastSeq(conversation) : null);
    return OwnSettings.become(after, command, conversation, plan);
  }
}
