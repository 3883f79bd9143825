package dev.parley.contracts.command;

import java.util.List;

/**
 * {@code conversation:add}: make users members of a group or channel; who is one stays as he is.
 * Answered by {@code ConversationChanged}.
 *
 * @param userIds 1 to {@value CreateConversation#MAX_MEMBERS} users
 */
public record AddMembers(String conversationId, List<String> userIds)
    implements ConversationCommand {

  @Override
  public AddMembers check() {
    Check.id("conversationId", conversationId);
    Check.userIds("userIds", userIds, 1, CreateConversation.MAX_MEMBERS);
    return this;
  }
}
