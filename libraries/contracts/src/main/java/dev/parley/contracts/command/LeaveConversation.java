package dev.parley.contracts.command;

/** {@code conversation:leave}: be a member no more. Answered by {@code ConversationChanged}. */
public record LeaveConversation(String conversationId) implements ConversationCommand {

  @Override
  public LeaveConversation check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
