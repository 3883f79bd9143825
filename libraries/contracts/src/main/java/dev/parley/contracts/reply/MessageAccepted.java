package dev.parley.contracts.reply;

import java.time.Instant;

/**
 * Answer to {@code message:send}: the message is in MongoDB, written by a majority and journaled.
 *
 * @param messageId {@code <conversationId>:<seq>}
 * @param seq position in the conversation, from 1, without holes
 * @param sentAt when it was stored, to the millisecond
 */
public record MessageAccepted(String conversationId, String messageId, long seq, Instant sentAt) {}
