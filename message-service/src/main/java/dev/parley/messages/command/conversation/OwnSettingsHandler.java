package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import java.util.List;

/** What a member sets for itself: told to its other sessions only. */
abstract class OwnSettingsHandler<C extends ConversationCommand> extends RuledHandler<C> {

  OwnSettingsHandler(String type, Class<C> payloadType) {
    super(type, payloadType, Action.SETTINGS);
  }

  /** The member with the setting. */
  abstract Member with(C payload, Member member, long lastSeq);

  @Override
  protected Outcome toldAgain(Command<C> command, ConversationState conversation, Plan plan) {
    Member member = conversation.member(command.user());
    return member == null ? null : told(member, command, conversation, plan);
  }

  @Override
  protected Outcome carryOut(Command<C> command, ConversationState conversation, Plan plan) {
    Member before = conversation.member(command.user());
    Member after = with(command.payload(), before, plan.lastSeq(conversation));
    if (after.equals(before)) {
      return Outcome.answered(settings(after, conversation, plan));
    }
    plan.draft(command, conversation).put(after);
    return told(after, command, conversation, plan);
  }

  /** With the revision that the conversation has by now: with a change, that of the change. */
  private static MembershipChanged settings(
      Member member, ConversationState conversation, Plan plan) {
    boolean archived = member.isArchived(plan.lastSeq(conversation));
    return new MembershipChanged(
        conversation.id(),
        member.muted(),
        archived,
        member.pinned(),
        archived ? member.archivedSeq() : null,
        plan.conversation(conversation.id()).revision());
  }

  private static Outcome told(
      Member member, Command<?> command, ConversationState conversation, Plan plan) {
    MembershipChanged settings = settings(member, conversation, plan);
    return Outcome.announced(
        settings,
        Announcement.fact(
            EventType.MEMBERSHIP_CHANGED,
            command.envelope().id(),
            conversation.id(),
            Audience.of(List.of(member.userId())),
            plan.now(),
            settings));
  }
}
