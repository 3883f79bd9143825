package dev.parley.messages.conversation;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * One user's part in one conversation, as it is stored.
 *
 * @param id {@code <conversationId>:<userId>}
 * @param role {@code member}, the only role so far
 * @param readSeq up to where the user has read; 0 for nothing
 * @param deliveredSeq up to where a device of the user has got the messages
 * @param joinedSeq the last seq when the user joined
 * @param muted whether the user wants no notifications
 */
@MongoEntity(collection = "memberships")
public record StoredMembership(
    @BsonId String id,
    String conversationId,
    String userId,
    String role,
    long readSeq,
    long deliveredSeq,
    long joinedSeq,
    boolean muted,
    Instant joinedAt) {

  public static final String MEMBER = "member";

  /** A member from the conversation's beginning. */
  public static StoredMembership founding(String conversationId, String userId, Instant joinedAt) {
    String id = conversationId + ":" + userId;
    return new StoredMembership(id, conversationId, userId, MEMBER, 0, 0, 0, false, joinedAt);
  }
}
