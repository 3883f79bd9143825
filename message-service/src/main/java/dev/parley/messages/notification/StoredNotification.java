package dev.parley.messages.notification;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * Up to where one member was notified of one conversation by one way.
 *
 * @param id {@code <conversationId>:<userId>:<way>}
 * @param notifiedSeq the conversation's last message then
 * @param notifiedAt when the last notification was sent
 */
@MongoEntity(collection = "notifications")
public record StoredNotification(@BsonId String id, long notifiedSeq, Instant notifiedAt) {

  /** How long it is kept: by far longer than any job waits. */
  public static final Duration KEPT = Duration.ofDays(30);

  static String idOf(String conversationId, String userId, String way) {
    return conversationId + ":" + userId + ":" + way;
  }
}
