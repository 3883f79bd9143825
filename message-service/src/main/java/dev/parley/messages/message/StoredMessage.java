package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.MessageIds;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;

/**
 * A message as it is stored. Its primary key is (conversation, seq): the order of the conversation,
 * and the fence against a second writer.
 *
 * @param seq position in the conversation, from 1, without holes
 * @param sentAt when it was stored, to the millisecond
 * @param version 1 for what was never edited
 */
@MongoEntity(collection = "messages")
public record StoredMessage(
    String conversationId,
    long seq,
    String senderId,
    String clientMessageId,
    Content content,
    Instant sentAt,
    int version) {

  /** The version of a message that was never edited. */
  public static final int FIRST_VERSION = 1;

  /** The primary key. */
  public String id() {
    return MessageIds.primaryKey(conversationId, seq);
  }

  /** What clients call it. */
  public String messageId() {
    return MessageIds.of(conversationId, seq);
  }

  /** What makes a retry recognisable. */
  public SendKey sendKey() {
    return new SendKey(conversationId, senderId, clientMessageId);
  }
}
