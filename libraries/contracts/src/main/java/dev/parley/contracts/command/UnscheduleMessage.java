package dev.parley.contracts.command;

/**
 * {@code message:unschedule}: do not send what was scheduled. Answered by {@code
 * MessageUnscheduled}.
 *
 * @param clientMessageId what it was scheduled under
 */
public record UnscheduleMessage(String conversationId, String clientMessageId)
    implements ConversationCommand {

  @Override
  public UnscheduleMessage check() {
    Check.id("conversationId", conversationId);
    Check.id("clientMessageId", clientMessageId);
    return this;
  }
}
