package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Position;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.SentAs;
import dev.parley.messages.message.StoredMessage;
import jakarta.inject.Singleton;

/** {@code message:send}: gives the message its place; a retry gets the first one's answer. */
@Singleton
public class SendMessageHandler extends RuledHandler<SendMessage> {

  private final ContentLimits limits;

  public SendMessageHandler(MessageServiceSettings settings) {
    super(CommandType.SEND_MESSAGE, SendMessage.class, Action.SEND);
    this.limits = new ContentLimits(settings.limits());
  }

  @Override
  public SendKey sendKeyOf(SendMessage send, Envelope envelope) {
    return new SendKey(send.conversationId(), envelope.user(), send.clientMessageId());
  }

  /** A message that is stored stays stored, whatever became of its sender since. */
  @Override
  protected Outcome carriedOutBefore(
      Command<SendMessage> command, boolean decided, ConversationState conversation, Plan plan) {
    SendKey key = command.sendKey();
    StoredMessage stored = plan.lookedUp(key);
    if (stored == null) {
      return null;
    }
    // A crash may have come between storing and telling: then nobody else will tell.
    return command.redelivered() || plan.isUntold(key)
        ? announced(stored, conversation, plan)
        : Outcome.answered(accepted(stored.conversationId(), SentAs.of(stored)));
  }

  @Override
  protected Outcome carryOut(
      Command<SendMessage> command, ConversationState conversation, Plan plan) {
    SentAs earlier = plan.earlier(command.sendKey());
    if (earlier != null) {
      return Outcome.answered(accepted(conversation.id(), earlier));
    }
    SendMessage send = command.payload();
    Outcome refusal = limits.refusal(send.content(), send.mentions(), conversation);
    if (refusal != null) {
      return refusal;
    }
    if (send.replyToSeq() != null && !isThere(send.replyToSeq(), conversation, plan)) {
      return Outcome.refused(
          ErrorCode.NOT_FOUND, "no message " + MessageIds.of(conversation.id(), send.replyToSeq()));
    }
    StoredMessage message =
        plan.append(
            conversation,
            command.sendKey(),
            send.content(),
            send.replyToSeq(),
            ContentLimits.distinct(send.mentions()));
    return announced(message, conversation, plan);
  }

  private static boolean isThere(long seq, ConversationState conversation, Plan plan) {
    return seq <= plan.lastSeq(conversation) && !conversation.details().hasExpired(seq);
  }

  private static MessageAccepted accepted(String conversationId, SentAs sent) {
    String messageId = MessageIds.of(conversationId, sent.seq());
    return new MessageAccepted(conversationId, messageId, sent.seq(), sent.sentAt());
  }

  private static Outcome announced(
      StoredMessage message, ConversationState conversation, Plan plan) {
    // Own messages never count as unread.
    plan.reach(conversation, message.senderId(), Position.read(message.seq()));
    return Outcome.announced(
        accepted(message.conversationId(), SentAs.of(message)),
        Messages.news(message, conversation, plan));
  }
}
