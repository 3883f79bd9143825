package dev.parley.contracts.command;

import java.util.Map;

/**
 * {@code conversation:update}: change what a group or channel shows of itself. What is null stays;
 * an empty text or object removes it. Answered by {@code ConversationChanged}.
 *
 * @param title up to {@value CreateConversation#MAX_TITLE_BYTES} bytes
 * @param avatarUrl an absolute {@code http(s)} URL
 * @param metadata up to {@value CreateConversation#MAX_METADATA_BYTES} bytes of JSON; replaces what
 *     was there
 */
public record UpdateConversation(
    String conversationId, String title, String avatarUrl, Map<String, Object> metadata)
    implements ConversationCommand {

  @Override
  public UpdateConversation check() {
    Check.id("conversationId", conversationId);
    if (title == null && avatarUrl == null && metadata == null) {
      throw new InvalidFieldException("params", "must have a title, an avatarUrl or metadata");
    }
    CreateConversation.checkDetails(title, avatarUrl, metadata);
    return this;
  }
}
