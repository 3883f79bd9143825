package dev.parley.contracts.command;

/**
 * {@code conversation:archive}: the caller's own setting of a conversation. Answered by {@code
 * MembershipChanged}.
 *
 * @param archived whether it is out of the caller's list until the next message
 */
public record ArchiveConversation(String conversationId, Boolean archived)
    implements ConversationCommand {

  @Override
  public ArchiveConversation check() {
    Check.id("conversationId", conversationId);
    Check.present("archived", archived);
    return this;
  }
}
