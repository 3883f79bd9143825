package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.message.Messages;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.SendKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What is told of a conversation that has changed. */
final class Updates {

  private Updates() {}

  /** Nothing has changed; after a crash others may not have been told yet. */
  static Outcome unchanged(ConversationState conversation) {
    return Outcome.answered(new ConversationChanged(conversation.id(), false, conversation.view()));
  }

  /** Users as they are in the conversation, or as who is gone. */
  static List<MemberView> views(Collection<String> users, ConversationState conversation) {
    return new TreeSet<>(users)
        .stream()
            .map(
                user ->
                    conversation.hasMember(user)
                        ? conversation.member(user).view()
                        : new MemberView(user, null, null, 0, 0, 0))
            .toList();
  }

  /**
   * The conversation has changed.
   *
   * @param change one of {@link ConversationChange}'s
   * @param members whom it concerns, as they are now
   */
  static Outcome changed(Command<?> command, String change, List<MemberView> members, Plan plan) {
    ConversationState now = plan.conversation(command.conversationId());
    List<Announcement> told = new ArrayList<>();
    told.add(update(command, change, members, now, plan));
    if (isNoted(change)) {
      told.add(note(command, change, members, now, plan));
    }
    return Outcome.announced(new ConversationChanged(now.id(), true, now.view()), told);
  }

  private static Announcement update(
      Command<?> command,
      String change,
      List<MemberView> members,
      ConversationState now,
      Plan plan) {
    List<String> changed = members.stream().map(MemberView::userId).toList();
    return Announcement.fact(
        EventType.CHAT_UPDATE,
        command.envelope().id(),
        now.id(),
        Audience.ofMembers(now, changed, plan.now()),
        plan.now(),
        new ChatUpdate(
            now.id(),
            change,
            command.user(),
            now.view(),
            members.isEmpty() ? null : members,
            plan.now()));
  }

  /** Changes of who is there are read in the conversation itself, too. */
  private static boolean isNoted(String change) {
    return switch (change) {
      case ConversationChange.MEMBERS_ADDED,
          ConversationChange.MEMBERS_REMOVED,
          ConversationChange.MEMBER_JOINED,
          ConversationChange.MEMBER_LEFT ->
          true;
      default -> false;
    };
  }

  /** What makes the note of a command recognisable, so that there is one of it. */
  static SendKey noteKey(Command<?> command) {
    return noteKey(command.conversationId(), command.user(), command.envelope().id());
  }

  static SendKey noteKey(String conversationId, String user, String commandId) {
    return new SendKey(conversationId, user, "system-" + commandId);
  }

  private static Announcement note(
      Command<?> command,
      String change,
      List<MemberView> members,
      ConversationState now,
      Plan plan) {
    List<String> users = members.stream().map(MemberView::userId).toList();
    return Messages.once(noteKey(command), Content.system(change, users), now, plan);
  }
}
