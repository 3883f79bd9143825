package dev.parley.contracts.view;

/**
 * A user's part in one conversation, as the user itself has it.
 *
 * @param role name of a {@code Role}
 * @param joinedSeq the last seq when the user joined
 * @param readSeq up to where the user has read; may lag behind for a second
 * @param deliveredSeq up to where a device of the user has got the messages; may lag behind as well
 * @param archivedSeq the last seq when the user archived the conversation: it is archived as long
 *     as that is the last one; null when it is not
 * @param revision of the conversation when this was changed last, but for the positions: of two the
 *     one with the higher revision is newer
 */
public record MembershipView(
    String conversationId,
    String role,
    long joinedSeq,
    long readSeq,
    long deliveredSeq,
    boolean muted,
    boolean pinned,
    Long archivedSeq,
    long revision) {}
