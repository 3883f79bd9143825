package dev.parley.messages.message;

/**
 * A stored message that becomes another.
 *
 * @param message as it is going to be
 * @param baseVersion the version that has to be stored still
 */
public record MessageChange(StoredMessage message, int baseVersion) {}
