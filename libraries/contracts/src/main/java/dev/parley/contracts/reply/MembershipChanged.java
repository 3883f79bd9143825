package dev.parley.contracts.reply;

/**
 * Answer to {@code conversation:mute} and {@code conversation:archive}: the caller's settings as
 * they are now. Other sessions of the caller get it as the event {@code membership:changed}.
 */
public record MembershipChanged(String conversationId, boolean muted, boolean archived) {}
