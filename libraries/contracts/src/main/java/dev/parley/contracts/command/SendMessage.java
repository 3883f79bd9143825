package dev.parley.contracts.command;

/**
 * {@code message:send}: put a message into a conversation. Answered by {@code MessageAccepted}.
 *
 * @param conversationId where to
 * @param clientMessageId idempotency key: names this send among all sends of this user to this
 *     conversation; a retry uses the same one and gets the first one's answer
 * @param content what it says
 */
public record SendMessage(String conversationId, String clientMessageId, Content content) {

  /** Checks shape and sizes, not membership. */
  public SendMessage check() {
    Check.id("conversationId", conversationId);
    Check.id("clientMessageId", clientMessageId);
    Check.present("content", content);
    Check.oneOf("content.type", content.type(), Content.TEXT);
    Check.text("content.text", content.text(), Content.MAX_TEXT_BYTES);
    return this;
  }
}
