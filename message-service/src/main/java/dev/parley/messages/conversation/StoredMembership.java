package dev.parley.messages.conversation;

import dev.parley.contracts.command.Role;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * One user's part in one conversation, as it is stored. It stays when the user leaves.
 *
 * @param id {@code <conversationId>:<userId>}
 * @param role name of a {@code Role}
 * @param readSeq up to where the user has read; 0 for nothing. Lags behind up to a second
 * @param deliveredSeq up to where a device of the user has got the messages; lags behind as well
 * @param joinedSeq the last seq when the user joined
 * @param muted whether the user wants no notifications
 * @param pinned whether it stands before the others in the user's list
 * @param archivedSeq the last seq when the user archived the conversation: it is archived as long
 *     as that is the last one; null when it is not
 * @param leftAt when the user ceased to be a member; null for who is one
 * @param revision of the conversation when this was changed last, but for the positions
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
    boolean pinned,
    Long archivedSeq,
    Instant joinedAt,
    Instant leftAt,
    long revision) {

  /** The primary key. */
  public static String idOf(String conversationId, String userId) {
    return conversationId + ":" + userId;
  }

  /** What is stored of a member, or with {@code leftAt} of who was one. */
  static StoredMembership of(String conversationId, Member member, Instant leftAt, long revision) {
    return new StoredMembership(
        idOf(conversationId, member.userId()),
        conversationId,
        member.userId(),
        member.role().wire(),
        member.position().readSeq(),
        member.position().deliveredSeq(),
        member.joinedSeq(),
        member.muted(),
        member.pinned(),
        member.archivedSeq(),
        member.joinedAt(),
        leftAt,
        revision);
  }

  /** The same in memory. */
  Member member() {
    return new Member(
        userId,
        Role.of(role),
        joinedAt,
        joinedSeq,
        muted,
        pinned,
        archivedSeq,
        new Position(readSeq, deliveredSeq));
  }
}
