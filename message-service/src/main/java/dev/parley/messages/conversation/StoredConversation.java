package dev.parley.messages.conversation;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A conversation as it is stored. Where it is there, its memberships are there too.
 *
 * @param type {@code direct}, the only type so far
 * @param memberIds the pair of a direct conversation
 * @param createdAt to the millisecond
 * @param lastSeq lags behind up to a second, or more after a crash: the truth is the messages'
 *     primary key
 * @param lastMessage lags behind as {@code lastSeq}; null when there is none
 */
@MongoEntity(collection = "conversations")
public record StoredConversation(
    @BsonId String id,
    String type,
    List<String> memberIds,
    Instant createdAt,
    long lastSeq,
    LastMessage lastMessage) {}
