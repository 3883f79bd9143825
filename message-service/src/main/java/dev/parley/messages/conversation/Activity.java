package dev.parley.messages.conversation;

import java.time.Instant;
import org.bson.Document;

/**
 * When something last happened in a conversation.
 *
 * @param at when its last message was sent, or when it was created; lags behind as {@code lastSeq}
 * @param lastSeq see {@link StoredConversation}
 */
public record Activity(String conversationId, Instant at, long lastSeq) {

  static Activity of(Document conversation) {
    Document last = conversation.get("lastMessage", Document.class);
    return new Activity(
        conversation.getString("_id"),
        (last == null ? conversation.getDate("createdAt") : last.getDate("sentAt")).toInstant(),
        conversation.getLong("lastSeq"));
  }
}
