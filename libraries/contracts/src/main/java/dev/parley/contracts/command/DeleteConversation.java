package dev.parley.contracts.command;

/**
 * {@code conversation:delete}: end a group or channel for all its members. Answered by {@code
 * ConversationChanged}.
 */
public record DeleteConversation(String conversationId) implements ConversationCommand {

  @Override
  public DeleteConversation check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
