package dev.parley.contracts.command;

/**
 * {@code conversation:join}: become a member of a channel. Answered by {@code ConversationChanged}.
 */
public record JoinConversation(String conversationId) implements ConversationCommand {

  @Override
  public JoinConversation check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
