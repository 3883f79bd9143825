package dev.parley.contracts.command;

/**
 * {@code message:send-scheduled}: the time of a scheduled message has come. Not for clients:
 * message-service tells it to the owner of the conversation, as the sender, as often as it takes.
 * Answered by {@code MessageAccepted}, or with {@code not_found} when it is not scheduled any more.
 *
 * @param clientMessageId what it was scheduled under
 */
public record SendScheduled(String conversationId, String clientMessageId)
    implements ConversationCommand {

  /** The command's name: no gateway takes it from a client. */
  public static final String TYPE = "message:send-scheduled";

  @Override
  public SendScheduled check() {
    Check.id("conversationId", conversationId);
    Check.id("clientMessageId", clientMessageId);
    return this;
  }
}
