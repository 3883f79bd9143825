package dev.parley.messages.conversation;

import java.time.Instant;
import org.bson.Document;

/**
 * When something last happened in a conversation.
 *
 * @param at when its last message was sent, or when it was created; lags behind as {@code lastSeq}
 * @param firstSeq see {@link StoredConversation}; at least 1
 * @param lastSeq see {@link StoredConversation}
 */
public record Activity(String conversationId, Instant at, long firstSeq, long lastSeq) {

  /** See {@link Details#unread}. */
  public long unread(long lastSeq, long readSeq) {
    return Details.unread(firstSeq, lastSeq, readSeq);
  }

  static Activity of(Document conversation) {
    Document last = conversation.get("lastMessage", Document.class);
    Long first = conversation.getLong("firstSeq");
    return new Activity(
        conversation.getString("_id"),
        (last == null ? conversation.getDate("createdAt") : last.getDate("sentAt")).toInstant(),
        first == null ? 1 : first,
        conversation.getLong("lastSeq"));
  }
}
