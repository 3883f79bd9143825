package dev.parley.contracts.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A conversation as its members see it. What is null is not there.
 *
 * @param revision counts the changes of the conversation and its members, from 1: a view with a
 *     lower one is older
 * @param memberCount how many members there are
 * @param lastSeq the last message's place; 0 for none
 * @param pinned places of the pinned messages, in the order in which they were pinned
 * @param retentionDays how long its messages are kept at most; null for as long as all others
 * @param firstSeq the first message that is still there, when older ones have expired (or the next
 *     one to come, when all have); null when none has
 */
public record ConversationView(
    String conversationId,
    String type,
    String title,
    String avatarUrl,
    Map<String, Object> metadata,
    Instant createdAt,
    String createdBy,
    Instant deletedAt,
    long revision,
    int memberCount,
    long lastSeq,
    List<Long> pinned,
    Integer retentionDays,
    Long firstSeq) {}
