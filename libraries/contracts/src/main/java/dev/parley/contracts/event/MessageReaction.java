package dev.parley.contracts.event;

import java.time.Instant;

/**
 * {@code message:reaction}: somebody has reacted or taken it back.
 *
 * @param version of the message now
 * @param removed whether it was taken back
 * @param count how many have reacted so now
 */
public record MessageReaction(
    String conversationId,
    String messageId,
    long seq,
    int version,
    String userId,
    String emoji,
    boolean removed,
    int count,
    Instant at) {}
