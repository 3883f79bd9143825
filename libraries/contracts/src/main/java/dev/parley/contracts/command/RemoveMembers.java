package dev.parley.contracts.command;

import java.util.List;

/**
 * {@code conversation:remove}: take users out of a group or channel; who is no member is passed
 * over. Answered by {@code ConversationChanged}.
 *
 * @param userIds 1 to {@value CreateConversation#MAX_MEMBERS} users
 */
public record RemoveMembers(String conversationId, List<String> userIds)
    implements ConversationCommand {

  @Override
  public RemoveMembers check() {
    Check.id("conversationId", conversationId);
    Check.userIds("userIds", userIds, 1, CreateConversation.MAX_MEMBERS);
    return this;
  }
}
