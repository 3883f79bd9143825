package dev.parley.contracts.event;

import dev.parley.contracts.view.MessageView;

/**
 * {@code message:edit}, {@code message:delete}, {@code message:pin}: a message has changed.
 *
 * @param by who did it
 * @param message as it is now; of two, the one with the higher version is newer
 */
public record MessageEvent(String conversationId, String by, MessageView message) {}
