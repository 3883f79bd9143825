package dev.parley.contracts.event;

import java.time.Instant;

/**
 * {@code messages:expired}: the oldest messages of a conversation have reached their age limit and
 * are gone.
 *
 * @param firstSeq the first message that is still there, or the next one to come: forget what is
 *     before
 */
public record MessagesExpired(String conversationId, long firstSeq, Instant at) {}
