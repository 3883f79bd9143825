package dev.parley.messages.command.message;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageNew;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Plan;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import java.util.List;

/** What is told of messages that are stored. */
public final class Messages {

  private Messages() {}

  /** {@code message:new}. */
  static Announcement news(StoredMessage message, ConversationState conversation, Plan plan) {
    String messageId = message.messageId();
    return Announcement.fact(
        EventType.MESSAGE_NEW,
        messageId,
        message.conversationId(),
        Audience.ofMembers(conversation, plan.now()),
        message.sentAt(),
        new MessageNew(
            message.conversationId(),
            messageId,
            message.seq(),
            message.senderId(),
            message.clientMessageId(),
            message.content(),
            message.replyToSeq(),
            MessageViews.nullIfEmpty(message.mentions()),
            message.sentAt()));
  }

  /** A message of the server's own: put into the conversation unless it is there already. */
  public static Announcement once(
      SendKey key, Content content, ConversationState conversation, Plan plan) {
    StoredMessage stored = plan.lookedUp(key);
    return news(
            stored != null ? stored : plan.append(conversation, key, content, null, List.of()),
            conversation,
            plan)
        .alsoToSender();
  }
}
