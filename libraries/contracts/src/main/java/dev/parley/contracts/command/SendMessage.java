package dev.parley.contracts.command;

import java.util.List;

/**
 * {@code message:send}: put a message into a conversation. Answered by {@code MessageAccepted}.
 *
 * @param conversationId where to
 * @param clientMessageId idempotency key: names this send among all sends of this user to this
 *     conversation; a retry uses the same one and gets the first one's answer
 * @param content what it says
 * @param replyToSeq the message that it answers, by its place in the same conversation; null for
 *     none
 * @param mentions members whom it names, up to {@value #MAX_MENTIONS}; null for none
 */
public record SendMessage(
    String conversationId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions)
    implements ConversationCommand {

  /** How many members a message may mention. */
  public static final int MAX_MENTIONS = 50;

  /** A message that answers none and mentions nobody. */
  public SendMessage(String conversationId, String clientMessageId, Content content) {
    this(conversationId, clientMessageId, content, null, null);
  }

  @Override
  public SendMessage check() {
    Check.id("conversationId", conversationId);
    Check.id("clientMessageId", clientMessageId);
    Check.present("content", content);
    content.check("content");
    if (replyToSeq != null) {
      Check.seq("replyToSeq", replyToSeq, 1);
    }
    if (mentions != null) {
      Check.userIds("mentions", mentions, 0, MAX_MENTIONS);
    }
    return this;
  }
}
