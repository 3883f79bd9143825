package dev.parley.contracts.reply;

/**
 * Answer to {@code message:unschedule}.
 *
 * @param changed false when it was not scheduled, or is sent already
 */
public record MessageUnscheduled(String conversationId, String clientMessageId, boolean changed) {}
