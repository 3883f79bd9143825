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
 * @param retentionDays how long its messages are kept, 1 to {@value #MAX_RETENTION_DAYS} days; 0 to
 *     keep them as long as all others
 */
public record UpdateConversation(
    String conversationId,
    String title,
    String avatarUrl,
    Map<String, Object> metadata,
    Integer retentionDays)
    implements ConversationCommand {

  /** Upper bound of {@code retentionDays}: a hundred years. */
  public static final int MAX_RETENTION_DAYS = 36_500;

  @Override
  public UpdateConversation check() {
    Check.id("conversationId", conversationId);
    if (title == null && avatarUrl == null && metadata == null && retentionDays == null) {
      throw new InvalidFieldException(
          "params", "must have a title, an avatarUrl, metadata or retentionDays");
    }
    CreateConversation.checkDetails(title, avatarUrl, metadata);
    if (retentionDays != null && (retentionDays < 0 || retentionDays > MAX_RETENTION_DAYS)) {
      throw new InvalidFieldException("retentionDays", "must be 0 to " + MAX_RETENTION_DAYS);
    }
    return this;
  }
}
