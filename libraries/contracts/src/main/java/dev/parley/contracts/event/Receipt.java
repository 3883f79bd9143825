package dev.parley.contracts.event;

import java.time.Instant;

/**
 * {@code read:receipt} and {@code delivered:receipt}: a member has everything up to a message.
 *
 * @param seq the last one
 */
public record Receipt(String conversationId, String userId, long seq, Instant at) {}
