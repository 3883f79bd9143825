package dev.parley.messages.command;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.SentAs;
import dev.parley.messages.message.StoredMessage;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code message:send}: gives the message its place; a retry gets the first one's answer. */
@ApplicationScoped
public class SendMessageHandler implements CommandHandler<SendMessage> {

  @Override
  public String type() {
    return CommandType.SEND_MESSAGE;
  }

  @Override
  public Class<SendMessage> payloadType() {
    return SendMessage.class;
  }

  @Override
  public String conversationOf(SendMessage send, Envelope envelope) {
    return send.check().conversationId();
  }

  @Override
  public SendKey sendKeyOf(SendMessage send, Envelope envelope) {
    return new SendKey(send.conversationId(), envelope.user(), send.clientMessageId());
  }

  @Override
  public Outcome decide(Command<SendMessage> command, Plan plan) {
    String id = command.conversationId();
    SendKey key = command.sendKey();
    ConversationState conversation = plan.conversation(id);
    if (conversation == null) {
      return Outcome.refused(ErrorCode.NOT_FOUND, "no conversation " + id);
    }
    if (!conversation.hasMember(key.senderId())) {
      return Outcome.refused(ErrorCode.NOT_A_MEMBER, key.senderId() + " is not a member of " + id);
    }
    StoredMessage stored = plan.lookedUp(key);
    if (stored != null) {
      // A crash may have come between storing and telling: then nobody else will tell.
      return command.redelivered()
          ? announced(stored, conversation)
          : Outcome.answered(accepted(id, SentAs.of(stored)));
    }
    SentAs earlier = plan.earlier(key);
    if (earlier != null) {
      return Outcome.answered(accepted(id, earlier));
    }
    return announced(plan.append(conversation, key, command.payload().content()), conversation);
  }

  private static MessageAccepted accepted(String conversationId, SentAs sent) {
    String messageId = MessageIds.of(conversationId, sent.seq());
    return new MessageAccepted(conversationId, messageId, sent.seq(), sent.sentAt());
  }

  private static Outcome announced(StoredMessage message, ConversationState conversation) {
    String messageId = message.messageId();
    MessageNew event =
        new MessageNew(
            message.conversationId(),
            messageId,
            message.seq(),
            message.senderId(),
            message.clientMessageId(),
            message.content(),
            message.replyToSeq(),
            MessageViews.nullIfEmpty(message.mentions()),
            message.sentAt());
    return Outcome.announced(
        new MessageAccepted(message.conversationId(), messageId, message.seq(), message.sentAt()),
        new Announcement(
            EventType.MESSAGE_NEW,
            messageId,
            message.conversationId(),
            conversation.members(),
            message.sentAt(),
            event));
  }
}
