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
import java.util.ArrayList;
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
  protected Outcome carryOut(
      Command<AddMembers> command, ConversationState conversation, Plan plan) {
    TreeSet<String> users = new TreeSet<>(command.payload().userIds());
    List<MemberView> added = new ArrayList<>();
    if (!command.redelivered()) {
      users.removeIf(conversation::hasMember);
      if (users.isEmpty()) {
        return Updates.unchanged(conversation);
      }
    }
    long joining = users.stream().filter(user -> !conversation.hasMember(user)).count();
    if (sizes.isTooLarge(conversation.type(), (int) (conversation.size() + joining))) {
      return sizes.tooLarge(conversation.type());
    }
    ConversationDraft draft = plan.draft(conversation);
    for (String user : users) {
      Member member = draft.state().member(user);
      if (member == null) {
        member = Member.joining(user, Role.MEMBER, plan.now(), plan.lastSeq(conversation));
        draft.put(member);
      }
      added.add(member.view());
    }
    return Updates.changed(command, ConversationChange.MEMBERS_ADDED, added, plan);
  }
}
