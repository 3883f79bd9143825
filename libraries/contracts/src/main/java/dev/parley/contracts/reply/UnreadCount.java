package dev.parley.contracts.reply;

/**
 * Answer to {@code conversation:unread}: what is unread in the conversations that are neither muted
 * nor archived, and in those that are muted.
 *
 * @param messages how many messages
 * @param conversations in how many conversations
 * @param mutedMessages how many messages in muted conversations that are not archived
 */
public record UnreadCount(long messages, int conversations, long mutedMessages) {}
