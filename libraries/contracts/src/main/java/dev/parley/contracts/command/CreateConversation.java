package dev.parley.contracts.command;

import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;
import java.util.List;
import java.util.Map;

/**
 * {@code conversation:create}: open a conversation. Answered by {@code ConversationCreated};
 * creating the direct conversation of a pair twice answers with the same one, and so does creating
 * twice with the same {@code clientConversationId}.
 *
 * @param type one of {@link ConversationType}
 * @param memberIds whom to talk to, without the caller: exactly one user for {@code direct}, up to
 *     {@value #MAX_MEMBERS} for the others, where more can be added later
 * @param clientConversationId idempotency key of groups and channels: names this creation among all
 *     of this user; null for direct ones
 * @param title what the conversation is called, up to {@value #MAX_TITLE_BYTES} bytes; null for
 *     none
 * @param avatarUrl an absolute {@code http(s)} URL; null for none
 * @param metadata the application's own, up to {@value #MAX_METADATA_BYTES} bytes of JSON; null for
 *     none
 */
public record CreateConversation(
    String type,
    List<String> memberIds,
    String clientConversationId,
    String title,
    String avatarUrl,
    Map<String, Object> metadata) {

  /** How many members one command may name. */
  public static final int MAX_MEMBERS = 100;

  /** Upper bound of a title, in bytes of UTF-8. */
  public static final int MAX_TITLE_BYTES = 256;

  /** Upper bound of the metadata, in bytes of JSON. */
  public static final int MAX_METADATA_BYTES = 4 * 1024;

  private static final String IN_DIRECT = "in a direct conversation";

  /** The creation of a direct conversation. */
  public static CreateConversation direct(String with) {
    return new CreateConversation(ConversationType.DIRECT, List.of(with), null, null, null, null);
  }

  /** Whether it is the conversation of a pair. */
  public boolean ofPair() {
    return ConversationType.DIRECT.equals(type);
  }

  /** Checks shape and sizes. */
  public CreateConversation check() {
    Check.oneOf(
        "type", type, ConversationType.DIRECT, ConversationType.GROUP, ConversationType.CHANNEL);
    if (ofPair()) {
      Check.present("memberIds", memberIds);
      Check.size("memberIds", memberIds, 1, 1);
      Check.absent("clientConversationId", clientConversationId, IN_DIRECT);
      Check.absent("title", title, IN_DIRECT);
      Check.absent("avatarUrl", avatarUrl, IN_DIRECT);
      Check.absent("metadata", metadata, IN_DIRECT);
    } else {
      Check.id("clientConversationId", clientConversationId);
      checkDetails(title, avatarUrl, metadata);
    }
    if (memberIds != null) {
      Check.userIds("memberIds", memberIds, 0, MAX_MEMBERS);
    }
    return this;
  }

  /** The same, with a name of its own where it needs one and has none: who retries names it. */
  public CreateConversation named() {
    return ofPair() || clientConversationId != null ? this : under(Ids.random());
  }

  /** The same under another idempotency key. */
  public CreateConversation under(String key) {
    return new CreateConversation(type, memberIds, key, title, avatarUrl, metadata);
  }

  /**
   * The id that the conversation will have, which is the creation's key too: so no command about
   * the conversation can overtake it. After {@link #check}.
   *
   * @param creator who opens it
   * @throws InvalidFieldException when the other of the pair is the creator
   */
  public String conversationId(String creator) {
    if (!ofPair()) {
      return ConversationIds.created(creator, clientConversationId);
    }
    if (memberIds.get(0).equals(creator)) {
      throw new InvalidFieldException("memberIds[0]", "must be another user than the caller");
    }
    return ConversationIds.direct(creator, memberIds.get(0));
  }

  static void checkDetails(String title, String avatarUrl, Map<String, Object> metadata) {
    Check.optionalText("title", title, MAX_TITLE_BYTES);
    Check.optionalUrl("avatarUrl", avatarUrl);
    Check.json("metadata", metadata, MAX_METADATA_BYTES);
  }
}
