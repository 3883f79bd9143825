package dev.parley.contracts.command;

/**
 * {@code conversation:role}: give a member of a group or channel another role. Answered by {@code
 * ConversationChanged}.
 *
 * @param role name of a {@link Role}
 */
public record ChangeRole(String conversationId, String userId, String role)
    implements ConversationCommand {

  @Override
  public ChangeRole check() {
    Check.id("conversationId", conversationId);
    Check.userId("userId", userId);
    Check.oneOf("role", role, Role.OWNER.wire(), Role.ADMIN.wire(), Role.MEMBER.wire());
    return this;
  }
}
