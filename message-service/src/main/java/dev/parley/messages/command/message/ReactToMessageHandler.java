package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.StoredMessage.Changes;
import jakarta.inject.Singleton;

/** {@code message:react}: adds or takes back the caller's reaction, one of each emoji. */
@Singleton
public class ReactToMessageHandler extends MessageHandler<ReactToMessage> {

  private final MessageServiceSettings.Limits limits;

  public ReactToMessageHandler(MessageServiceSettings settings) {
    super(CommandType.REACT_TO_MESSAGE, ReactToMessage.class, Action.REACT);
    this.limits = settings.limits();
  }

  @Override
  Outcome carryOut(
      Command<ReactToMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    ReactToMessage react = command.payload();
    Reactions reactions = new Reactions(message.changes().reactions());
    if (reactions.has(react.emoji(), command.user()) != react.removes()) {
      return command.redelivered()
          ? told(command, conversation, message, plan)
          : unchanged(message);
    }
    if (!react.removes() && reactions.isFull(react.emoji(), limits)) {
      return Outcome.refused(
          ErrorCode.LIMIT_EXCEEDED,
          "a message has at most "
              + limits.emojis()
              + " emojis and "
              + limits.reactions()
              + " reactions");
    }
    Changes before = message.changes();
    Changes after =
        new Changes(
            before.editedAt(),
            before.edits(),
            null,
            before.pinnedAt(),
            react.removes()
                ? reactions.without(react.emoji(), command.user())
                : reactions.with(react.emoji(), command.user()));
    StoredMessage changed = message.changed(message.content(), message.mentions(), after);
    plan.change(changed);
    return told(command, conversation, changed, plan);
  }

  @Override
  boolean hasTrace(Command<ReactToMessage> command, boolean decided, StoredMessage message) {
    ReactToMessage react = command.payload();
    return decided
        && new Reactions(message.changes().reactions()).has(react.emoji(), command.user())
            != react.removes();
  }

  @Override
  Outcome told(
      Command<ReactToMessage> command,
      ConversationState conversation,
      StoredMessage message,
      Plan plan) {
    ReactToMessage react = command.payload();
    return changed(
        command,
        message,
        Announcement.fact(
            EventType.MESSAGE_REACTION,
            command.envelope().id(),
            conversation.id(),
            Audience.ofMembers(conversation, plan.now()),
            plan.now(),
            new MessageReaction(
                conversation.id(),
                message.messageId(),
                message.seq(),
                message.version(),
                command.user(),
                react.emoji(),
                react.removes(),
                new Reactions(message.changes().reactions()).count(react.emoji()),
                plan.now())));
  }
}
