package dev.parley.contracts.reply;

import java.time.Instant;

/**
 * Answer to {@code message:schedule}: it is in MongoDB, written by a majority and journaled.
 *
 * @param sendAt when it will be sent, to the millisecond; of a retry, what was asked for first
 */
public record MessageScheduled(String conversationId, String clientMessageId, Instant sendAt) {}
