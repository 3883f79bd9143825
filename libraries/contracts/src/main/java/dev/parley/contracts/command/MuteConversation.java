package dev.parley.contracts.command;

/**
 * {@code conversation:mute}: the caller's own setting of a conversation. Answered by {@code
 * MembershipChanged}.
 *
 * @param muted whether the caller wants no notifications from it
 */
public record MuteConversation(String conversationId, Boolean muted)
    implements ConversationCommand {

  @Override
  public MuteConversation check() {
    Check.id("conversationId", conversationId);
    Check.present("muted", muted);
    return this;
  }
}
