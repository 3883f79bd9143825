package dev.parley.messages.command.conversation;

import dev.parley.contracts.event.EventType;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import java.util.List;

/** What a member has set for itself: told to its other sessions only. */
final class OwnSettings {

  private OwnSettings() {}

  static Outcome become(
      Member after, Command<?> command, ConversationState conversation, Plan plan) {
    MembershipChanged changed =
        new MembershipChanged(
            conversation.id(), after.muted(), after.isArchived(plan.lastSeq(conversation)));
    if (after.equals(conversation.member(after.userId())) && !command.redelivered()) {
      return Outcome.answered(changed);
    }
    plan.draft(conversation).put(after);
    return Outcome.announced(
        changed,
        Announcement.fact(
            EventType.MEMBERSHIP_CHANGED,
            command.envelope().id(),
            conversation.id(),
            List.of(after.userId()),
            plan.now(),
            changed));
  }
}
