package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeSet;

/** {@code conversation:add}: makes users members of a group or channel. */
@Singleton
public class AddMembersHandler extends MembersHandler<AddMembers> {

  private final Sizes sizes;

  public AddMembersHandler(MessageServiceSettings settings) {
    super(CommandType.ADD_MEMBERS, AddMembers.class, Action.ADD);
    this.sizes = new Sizes(settings.limits());
  }

  @Override
  protected Outcome toldAgain(
      Command<AddMembers> command, ConversationState conversation, Plan plan) {
    return added(command, Updates.views(command.payload().userIds(), conversation), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<AddMembers> command, ConversationState conversation, Plan plan) {
    TreeSet<String> users = new TreeSet<>(command.payload().userIds());
    users.removeIf(conversation::hasMember);
    if (users.isEmpty()) {
      return Updates.unchanged(conversation);
    }
    if (sizes.isTooLarge(conversation.type(), conversation.size() + users.size())) {
      return sizes.tooLarge(conversation.type());
    }
    ConversationDraft draft = plan.draft(command, conversation);
    long lastSeq = plan.lastSeq(conversation);
    users.forEach(user -> draft.put(Member.joining(user, Role.MEMBER, plan.now(), lastSeq)));
    return added(command, Updates.views(users, draft.state()), plan);
  }

  private static Outcome added(Command<?> command, List<MemberView> added, Plan plan) {
    return Updates.changed(command, ConversationChange.MEMBERS_ADDED, added, plan);
  }
}
