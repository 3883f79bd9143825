package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.Metadata;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code conversation:update}: changes what a group or channel shows of itself. */
@Singleton
public class UpdateConversationHandler extends RuledHandler<UpdateConversation> {

  public UpdateConversationHandler() {
    super(CommandType.UPDATE_CONVERSATION, UpdateConversation.class, Action.UPDATE);
  }

  @Override
  protected Outcome toldAgain(
      Command<UpdateConversation> command, ConversationState conversation, Plan plan) {
    return Updates.changed(command, ConversationChange.UPDATED, List.of(), plan);
  }

  @Override
  protected Outcome carryOut(
      Command<UpdateConversation> command, ConversationState conversation, Plan plan) {
    UpdateConversation update = command.payload();
    Details before = conversation.details();
    Details after =
        new Details(
            Texts.changed(before.title(), update.title()),
            Texts.changed(before.avatarUrl(), update.avatarUrl()),
            update.metadata() == null ? before.metadata() : Metadata.text(update.metadata()),
            null,
            before.pinned(),
            retention(before, update.retentionDays()),
            before.firstSeq());
    if (after.equals(before)) {
      return Updates.unchanged(conversation);
    }
    plan.draft(command, conversation).change(after);
    return Updates.changed(command, ConversationChange.UPDATED, List.of(), plan);
  }

  /** Null leaves it, zero removes it. */
  private static Integer retention(Details before, Integer days) {
    if (days == null) {
      return before.retentionDays();
    }
    return days == 0 ? null : days;
  }
}
