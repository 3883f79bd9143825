package dev.parley.contracts.reply;

import dev.parley.contracts.view.ConversationView;

/**
 * Answer to the commands that change a conversation or its members.
 *
 * @param changed false when it was so already
 * @param conversation as it is now
 */
public record ConversationChanged(
    String conversationId, boolean changed, ConversationView conversation) {}
