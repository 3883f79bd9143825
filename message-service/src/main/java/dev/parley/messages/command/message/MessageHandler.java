package dev.parley.messages.command.message;

import dev.parley.contracts.command.MessageCommand;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;

/** Carries out a command about one message that is stored, not deleted and not expired. */
abstract class MessageHandler<C extends MessageCommand> extends RuledHandler<C> {

  MessageHandler(String type, Class<C> payloadType, Action action) {
    super(type, payloadType, action);
  }

  @Override
  public String targetOf(C payload) {
    return MessageIds.primaryKey(payload.conversationId(), payload.seq());
  }

  @Override
  protected final Outcome carryOut(Command<C> command, ConversationState conversation, Plan plan) {
    StoredMessage message = plan.message(conversation.id(), command.payload().seq());
    if (message == null || conversation.details().hasExpired(message.seq())) {
      return Outcome.refused(ErrorCode.NOT_FOUND, "no message " + command.payload().messageId());
    }
    if (message.isDeleted()) {
      return ofDeleted(command, conversation, message, plan);
    }
    return carryOut(command, conversation, message, plan);
  }

  @Override
  protected final Outcome carriedOutBefore(
      Command<C> command, boolean decided, ConversationState conversation, Plan plan) {
    StoredMessage message =
        command.redelivered() ? plan.message(conversation.id(), command.payload().seq()) : null;
    return message != null && hasTrace(command, decided, message)
        ? told(command, conversation, message, plan)
        : null;
  }

  /**
   * Whether the message shows that a redelivered command was carried out.
   *
   * @param decided whether it was decided for certain
   */
  abstract boolean hasTrace(Command<C> command, boolean decided, StoredMessage message);

  /** The reply to a command that has changed the message, and what others are told. */
  abstract Outcome told(
      Command<C> command, ConversationState conversation, StoredMessage message, Plan plan);

  /** Decides what becomes of a command about a message that is there. */
  abstract Outcome carryOut(
      Command<C> command, ConversationState conversation, StoredMessage message, Plan plan);

  /** Decides what becomes of a command about a tombstone. */
  Outcome ofDeleted(
      Command<C> command, ConversationState conversation, StoredMessage message, Plan plan) {
    return Outcome.refused(ErrorCode.NOT_FOUND, message.messageId() + " is deleted");
  }

  /** Nothing has changed. */
  static Outcome unchanged(StoredMessage message) {
    return Outcome.answered(new MessageChanged(false, MessageViews.of(message)));
  }

  /** The message has become this one. */
  static Outcome changed(Command<?> command, StoredMessage message, Announcement announcement) {
    return Outcome.announced(new MessageChanged(true, MessageViews.of(message)), announcement);
  }

  /** The event of a message that has become this one. */
  static Announcement event(
      String event,
      Command<?> command,
      StoredMessage message,
      ConversationState conversation,
      Plan plan) {
    return Announcement.fact(
        event,
        command.envelope().id(),
        conversation.id(),
        Audience.ofMembers(conversation, plan.now()),
        plan.now(),
        new MessageEvent(conversation.id(), command.user(), MessageViews.of(message)));
  }
}
