package dev.parley.contracts.reply;

/**
 * Answer to {@code message:read} and {@code message:delivered}.
 *
 * @param seq where the caller's position is now
 * @param unread how many messages are beyond the caller's read position
 */
public record PositionReached(String conversationId, long seq, long unread) {}
