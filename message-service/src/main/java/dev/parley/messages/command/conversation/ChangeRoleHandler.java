package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code conversation:role}: gives a member another role. There is always an owner. */
@Singleton
public class ChangeRoleHandler extends RuledHandler<ChangeRole> {

  public ChangeRoleHandler() {
    super(CommandType.CHANGE_ROLE, ChangeRole.class, Action.CHANGE_ROLE);
  }

  @Override
  protected Outcome toldAgain(
      Command<ChangeRole> command, ConversationState conversation, Plan plan) {
    return changed(command, Updates.views(List.of(command.payload().userId()), conversation), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<ChangeRole> command, ConversationState conversation, Plan plan) {
    String user = command.payload().userId();
    Role role = Role.of(command.payload().role());
    Member member = conversation.member(user);
    if (member == null) {
      return Outcome.refused(
          ErrorCode.NOT_A_MEMBER, user + " is not a member of " + conversation.id());
    }
    if (member.role() == role) {
      return Updates.unchanged(conversation);
    }
    if (member.role() == Role.OWNER && !conversation.hasOtherOwner(user)) {
      return Outcome.refused(ErrorCode.FORBIDDEN, user + " is the only owner");
    }
    Member after = member.with(role);
    plan.draft(command, conversation).put(after);
    return changed(command, List.of(after.view()), plan);
  }

  private static Outcome changed(Command<?> command, List<MemberView> members, Plan plan) {
    return Updates.changed(command, ConversationChange.ROLE_CHANGED, members, plan);
  }
}
