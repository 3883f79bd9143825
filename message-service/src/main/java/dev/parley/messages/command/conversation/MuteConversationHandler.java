package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;

/** {@code conversation:mute}: no notifications for the caller. */
@Singleton
public class MuteConversationHandler extends RuledHandler<MuteConversation> {

  public MuteConversationHandler() {
    super(CommandType.MUTE_CONVERSATION, MuteConversation.class, Action.SETTINGS);
  }

  @Override
  protected Outcome carryOut(
      Command<MuteConversation> command, ConversationState conversation, Plan plan) {
    Member after = conversation.member(command.user()).withMuted(command.payload().muted());
    return OwnSettings.become(after, command, conversation, plan);
  }
}
