package dev.parley.contracts.command;

/**
 * {@code conversation:pin}: the caller's own setting of a conversation. Answered by {@code
 * MembershipChanged}.
 *
 * @param pinned whether it stands before the others in the caller's list
 */
public record PinConversation(String conversationId, Boolean pinned)
    implements ConversationCommand {

  @Override
  public PinConversation check() {
    Check.id("conversationId", conversationId);
    Check.present("pinned", pinned);
    return this;
  }
}
