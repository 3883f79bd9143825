package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.PinMessage;
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
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** {@code message:pin}: puts a message at the conversation's board, or takes it from there. */
@Singleton
public class PinMessageHandler extends MessageHandler<PinMessage> {

  private final int most;

  public PinMessageHandler(MessageServiceSettings settings) {
    super(CommandType.PIN_MESSAGE, PinMessage.class, Action.PIN);
    this.most = settings.limits().pinned();
  }

  @Override
  boolean hasTrace(Command<PinMessage> command, boolean decided, StoredMessage message) {
    return decided && command.payload().pinned() == (message.changes().pinnedAt() != null);
  }

  @Override
  Outcome carryOut(
      Command<PinMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    boolean pin = command.payload().pinned();
    boolean onBoard = conversation.details().pinned().contains(message.seq());
    // The message is stored before the board: after a crash in between they differ.
    if (pin == onBoard && pin == (message.changes().pinnedAt() != null)) {
      return unchanged(message);
    }
    List<Long> board = new ArrayList<>(conversation.details().pinned());
    boolean other = pin ? !board.contains(message.seq()) : board.remove(message.seq());
    if (pin && other) {
      if (board.size() >= most) {
        return Outcome.refused(
            ErrorCode.LIMIT_EXCEEDED, "a conversation has at most " + most + " pinned messages");
      }
      board.add(message.seq());
    }
    if (other) {
      plan.draft(command, conversation).change(conversation.details().withPinned(board));
    }
    return told(command, conversation, become(pin, message, plan), plan);
  }

  @Override
  Outcome told(
      Command<PinMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    return changed(
        command, message, event(EventType.MESSAGE_PIN, command, message, conversation, plan));
  }

  /** Plans that the message is pinned or not, unless it is so. */
  private static StoredMessage become(boolean pin, StoredMessage message, Plan plan) {
    Changes before = message.changes();
    if (pin == (before.pinnedAt() != null)) {
      return message;
    }
    StoredMessage after =
        message.changed(
            message.content(),
            message.mentions(),
            new Changes(
                before.editedAt(),
                before.edits(),
                null,
                pin ? plan.now() : null,
                before.reactions()));
    plan.change(after);
    return after;
  }
}
