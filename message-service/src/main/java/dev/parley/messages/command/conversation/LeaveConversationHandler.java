package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code conversation:leave}: the caller is a member no more. The last owner is followed by another
 * member.
 */
@Singleton
public class LeaveConversationHandler extends MembersHandler<LeaveConversation> {

  public LeaveConversationHandler() {
    super(CommandType.LEAVE_CONVERSATION, LeaveConversation.class, Action.LEAVE);
  }

  @Override
  protected Outcome toldAgain(
      Command<LeaveConversation> command, ConversationState conversation, Plan plan) {
    return left(command, Updates.views(List.of(command.user()), conversation), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<LeaveConversation> command, ConversationState conversation, Plan plan) {
    Member leaving = conversation.member(command.user());
    ConversationDraft draft = plan.draft(command, conversation);
    if (leaving.role() == Role.OWNER && !conversation.hasOtherOwner(command.user())) {
      Successor.of(conversation, command.user())
          .ifPresent(member -> draft.put(member.with(Role.OWNER)));
    }
    draft.remove(leaving, plan.now());
    return left(command, List.of(leaving.goneView()), plan);
  }

  private static Outcome left(Command<?> command, List<MemberView> gone, Plan plan) {
    return Updates.changed(command, ConversationChange.MEMBER_LEFT, gone, plan);
  }
}
