package dev.parley.contracts.reply;

/**
 * Answer to {@code conversation:mute}, {@code conversation:pin} and {@code conversation:archive}:
 * the caller's settings as they are now. Other sessions of the caller get it as the event {@code
 * membership:changed}.
 *
 * @param archivedSeq the last message when it was archived: a later one unarchives it; null when it
 *     is not archived
 * @param revision of the conversation with these settings: one with a lower revision is older
 */
public record MembershipChanged(
    String conversationId,
    boolean muted,
    boolean archived,
    boolean pinned,
    Long archivedSeq,
    long revision) {}
