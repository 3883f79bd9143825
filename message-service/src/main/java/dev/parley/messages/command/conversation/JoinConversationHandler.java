package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.JoinConversation;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code conversation:join}: makes the caller a member of a channel. */
@Singleton
public class JoinConversationHandler extends MembersHandler<JoinConversation> {

  private final Sizes sizes;

  public JoinConversationHandler(MessageServiceSettings settings) {
    super(CommandType.JOIN_CONVERSATION, JoinConversation.class, Action.JOIN);
    this.sizes = new Sizes(settings.limits());
  }

  @Override
  protected Outcome toldAgain(
      Command<JoinConversation> command, ConversationState conversation, Plan plan) {
    return joined(command, Updates.views(List.of(command.user()), conversation), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<JoinConversation> command, ConversationState conversation, Plan plan) {
    if (conversation.hasMember(command.user())) {
      return Updates.unchanged(conversation);
    }
    if (sizes.isTooLarge(conversation.type(), conversation.size() + 1)) {
      return sizes.tooLarge(conversation.type());
    }
    Member member =
        Member.joining(command.user(), Role.MEMBER, plan.now(), plan.lastSeq(conversation));
    plan.draft(command, conversation).put(member);
    return joined(command, List.of(member.view()), plan);
  }

  private static Outcome joined(Command<?> command, List<MemberView> members, Plan plan) {
    return Updates.changed(command, ConversationChange.MEMBER_JOINED, members, plan);
  }
}
