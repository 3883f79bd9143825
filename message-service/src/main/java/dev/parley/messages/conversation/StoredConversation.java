package dev.parley.messages.conversation;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A conversation as it is stored. Where it is there, its founding memberships are there too.
 *
 * @param type one of {@code ConversationType}
 * @param memberIds the pair of a direct conversation; null for the others
 * @param metadata the application's own, as JSON text; null for none
 * @param createdAt to the millisecond
 * @param deletedAt when it was deleted; null when it was not
 * @param revision counts the changes of the conversation and its members, from 1: the fence against
 *     a second writer of them
 * @param pending the memberships of the last change: they are stored after this document, and by
 *     whoever reads it when a crash came in between; null for none
 * @param decidedUpTo the last stream entry that was decided when this was changed: everything that
 *     came of it and the ones before is stored; null for none
 * @param applied hashes of the commands that changed it last, so that none does so twice; bounded;
 *     null for none
 * @param pinned places of the pinned messages, in the order in which they were pinned; null for
 *     none
 * @param watchedFrom from when on it is told to who watches it, instead of to each member; null for
 *     one that is not large
 * @param retentionDays how long its messages are kept at most; null for as long as all others
 * @param firstSeq the first message that is still there: the ones before have expired, and are
 *     being deleted; null for 1. Never beyond the successor of {@code lastSeq}
 * @param lastSeq lags behind up to a second, or more after a crash: the truth is the messages'
 *     primary key
 * @param lastMessage lags behind as {@code lastSeq}; null when there is none
 */
@MongoEntity(collection = "conversations")
public record StoredConversation(
    @BsonId String id,
    String type,
    List<String> memberIds,
    String title,
    String avatarUrl,
    String metadata,
    Instant createdAt,
    String createdBy,
    Instant deletedAt,
    long revision,
    List<StoredMembership> pending,
    String decidedUpTo,
    List<Long> applied,
    List<Long> pinned,
    Instant watchedFrom,
    Integer retentionDays,
    Long firstSeq,
    long lastSeq,
    LastMessage lastMessage) {

  /** When its last message was sent, or when it was created; lags behind as {@code lastSeq}. */
  public Instant activeAt() {
    return lastMessage == null ? createdAt : lastMessage.sentAt();
  }

  /** What it shows of itself and can be changed. */
  public Details details() {
    return new Details(
        title,
        avatarUrl,
        metadata,
        deletedAt,
        pinned == null ? List.of() : pinned,
        retentionDays,
        firstSeq == null ? 1 : firstSeq);
  }
}
