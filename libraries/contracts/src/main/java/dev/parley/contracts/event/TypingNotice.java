package dev.parley.contracts.event;

/**
 * {@code typing:start} and {@code typing:stop}: a member is writing, or no longer.
 *
 * @param seconds for how long it is valid unless it is said again; 0 for a stop
 */
public record TypingNotice(String conversationId, String userId, int seconds) {}
