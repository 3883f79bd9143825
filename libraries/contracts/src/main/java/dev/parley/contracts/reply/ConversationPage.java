package dev.parley.contracts.reply;

import java.util.List;

/**
 * Answer to {@code conversation:list}.
 *
 * @param cursor where to continue; null at the end
 */
public record ConversationPage(List<MyConversation> conversations, String cursor) {}
