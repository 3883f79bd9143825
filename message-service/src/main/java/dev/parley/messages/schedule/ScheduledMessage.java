package dev.parley.messages.schedule;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.SendMessage;
import dev.parley.messages.message.SendKey;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A message that is going to be sent, as it is stored.
 *
 * @param id conversation, sender and key
 * @param content the message's, as it will be
 * @param replyToSeq the message that it answers; null for none
 * @param mentions members whom it names; null for nobody
 * @param sendAt when, to the millisecond
 * @param tryAt when it is sent, or tried again
 */
@MongoEntity(collection = "scheduled")
public record ScheduledMessage(
    @BsonId String id,
    String conversationId,
    String senderId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    Instant sendAt,
    Instant tryAt) {

  /** A message that is due at that time, and was not tried yet. */
  public static ScheduledMessage of(
      SendKey key, Content content, Long replyToSeq, List<String> mentions, Instant sendAt) {
    return new ScheduledMessage(
        idOf(key),
        key.conversationId(),
        key.senderId(),
        key.clientMessageId(),
        content,
        replyToSeq,
        mentions,
        sendAt,
        sendAt);
  }

  /** What a send of that key is stored under. None of the three has a slash. */
  static String idOf(SendKey key) {
    return key.conversationId() + "/" + key.senderId() + "/" + key.clientMessageId();
  }

  /** The send that it will be. */
  public SendMessage send() {
    return new SendMessage(conversationId, clientMessageId, content, replyToSeq, mentions);
  }

  /** What it will be sent under. */
  public SendKey key() {
    return new SendKey(conversationId, senderId, clientMessageId);
  }
}
