package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.command.rule.Rules;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** {@code conversation:remove}: takes users out of a group or channel, who have less to say. */
@Singleton
public class RemoveMembersHandler extends MembersHandler<RemoveMembers> {

  public RemoveMembersHandler() {
    super(CommandType.REMOVE_MEMBERS, RemoveMembers.class, Action.REMOVE);
  }

  @Override
  protected Outcome toldAgain(
      Command<RemoveMembers> command, ConversationState conversation, Plan plan) {
    return removed(command, Updates.views(command.payload().userIds(), conversation), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<RemoveMembers> command, ConversationState conversation, Plan plan) {
    Member remover = conversation.member(command.user());
    List<Member> leaving = new ArrayList<>();
    for (String user : new TreeSet<>(command.payload().userIds())) {
      Member member = conversation.member(user);
      if (member != null && !Rules.mayRemove(remover, member)) {
        return Outcome.refused(ErrorCode.FORBIDDEN, user + " has the role " + member.role().wire());
      }
      if (member != null) {
        leaving.add(member);
      }
    }
    if (leaving.isEmpty()) {
      return Updates.unchanged(conversation);
    }
    ConversationDraft draft = plan.draft(command, conversation);
    leaving.forEach(member -> draft.remove(member, plan.now()));
    return removed(command, leaving.stream().map(Member::goneView).toList(), plan);
  }

  private static Outcome removed(Command<?> command, List<MemberView> removed, Plan plan) {
    return Updates.changed(command, ConversationChange.MEMBERS_REMOVED, removed, plan);
  }
}
