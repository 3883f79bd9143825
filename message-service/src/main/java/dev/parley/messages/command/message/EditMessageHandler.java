package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.StoredMessage.Changes;
import dev.parley.messages.message.StoredMessage.Edit;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code message:edit}: an own message says something else; what it said before is kept. */
@Singleton
public class EditMessageHandler extends MessageHandler<EditMessage> {

  private final ContentLimits limits;
  private final int history;
  private final Duration within;

  public EditMessageHandler(MessageServiceSettings settings) {
    super(CommandType.EDIT_MESSAGE, EditMessage.class, Action.SEND);
    this.limits = new ContentLimits(settings.limits());
    this.history = settings.limits().edits();
    this.within = settings.editWithin();
  }

  @Override
  Outcome carryOut(
      Command<EditMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    if (!message.senderId().equals(command.user())) {
      return Outcome.refused(ErrorCode.FORBIDDEN, "only its sender can edit a message");
    }
    EditMessage edit = command.payload();
    Outcome refusal = refusal(edit, conversation, message, plan);
    if (refusal != null) {
      return refusal;
    }
    Changes before = message.changes();
    Changes after =
        new Changes(
            plan.now(),
            history(command, message, plan.now()),
            null,
            before.pinnedAt(),
            before.reactions());
    StoredMessage changed =
        message.changed(edit.content(), ContentLimits.distinct(edit.mentions()), after);
    plan.change(changed);
    return told(command, conversation, changed, plan);
  }

  private Outcome refusal(
      EditMessage edit, ConversationState conversation, StoredMessage message, Plan plan) {
    if (Content.SYSTEM.equals(message.content().type())) {
      return Outcome.refused(ErrorCode.FORBIDDEN, "what the server says cannot be edited");
    }
    if (!within.isZero() && plan.now().isAfter(message.sentAt().plus(within))) {
      return Outcome.refused(
          ErrorCode.FORBIDDEN, "a message can be edited for " + within.toSeconds() + " s");
    }
    return limits.refusal(edit.content(), edit.mentions(), conversation);
  }

  @Override
  boolean hasTrace(Command<EditMessage> command, boolean decided, StoredMessage message) {
    String id = command.envelope().id();
    return message.changes().edits().stream().anyMatch(edit -> edit.command().equals(id));
  }

  private List<Edit> history(Command<?> command, StoredMessage message, Instant now) {
    List<Edit> edits = new ArrayList<>(message.changes().edits());
    edits.add(new Edit(command.envelope().id(), message.content(), now));
    // At least the last one, by which the same command is recognised.
    int keep = Math.max(1, history);
    return List.copyOf(edits.subList(Math.max(0, edits.size() - keep), edits.size()));
  }

  @Override
  Outcome told(
      Command<EditMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    return changed(
        command, message, event(EventType.MESSAGE_EDIT, command, message, conversation, plan));
  }
}
