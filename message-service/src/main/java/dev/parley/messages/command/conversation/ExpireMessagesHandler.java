package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ExpireMessages;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.conversation.ConversationState;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code conversation:expire}: from now on nobody sees the oldest messages; they may be deleted
 * when that is answered. Carrying it out again changes nothing. Of a deleted conversation its
 * members are told no more.
 */
@Singleton
public class ExpireMessagesHandler implements CommandHandler<ExpireMessages> {

  @Override
  public String type() {
    return ExpireMessages.TYPE;
  }

  @Override
  public Class<ExpireMessages> payloadType() {
    return ExpireMessages.class;
  }

  @Override
  public String conversationOf(ExpireMessages expire, Envelope envelope) {
    return expire.check().conversationId();
  }

  @Override
  public Outcome decide(Command<ExpireMessages> command, Plan plan) {
    ConversationState conversation = plan.conversation(command.conversationId());
    if (conversation == null) {
      return Outcome.refused(ErrorCode.NOT_FOUND, "no conversation " + command.conversationId());
    }
    long before = conversation.details().firstSeq();
    long end = plan.lastSeq(conversation) + 1;
    long first = Math.max(before, Math.min(command.payload().firstSeq(), end));
    if (first > before) {
      plan.draft(command, conversation).change(conversation.details().expired(first));
    }
    MessagesExpired expired = new MessagesExpired(conversation.id(), first, plan.now());
    // Redelivered: a crash may have come between storing and telling.
    return first > before || command.redelivered()
        ? Outcome.announced(expired, announcement(command, conversation, expired, plan))
        : Outcome.answered(expired);
  }

  private static Announcement announcement(
      Command<?> command, ConversationState conversation, MessagesExpired expired, Plan plan) {
    return Announcement.fact(
        EventType.MESSAGES_EXPIRED,
        command.envelope().id(),
        conversation.id(),
        conversation.isDeleted()
            ? Audience.of(List.of())
            : Audience.ofMembers(conversation, plan.now()),
        expired.at(),
        expired);
  }
}
