package dev.parley.contracts.reply;

import dev.parley.contracts.view.MessageView;

/**
 * Answer to the commands that change a message.
 *
 * @param changed false when it was so already
 * @param message as it is now
 */
public record MessageChanged(boolean changed, MessageView message) {}
