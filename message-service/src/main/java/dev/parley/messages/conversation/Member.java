package dev.parley.messages.conversation;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.view.MemberView;
import java.time.Instant;

/**
 * A member of a conversation, as it is kept in memory.
 *
 * @param joinedSeq the last seq when the user joined
 * @param pinned whether it stands before the others in the user's list
 * @param archivedSeq the last seq when the user archived the conversation; null for not archived
 * @param position how far the user is
 */
public record Member(
    String userId,
    Role role,
    Instant joinedAt,
    long joinedSeq,
    boolean muted,
    boolean pinned,
    Long archivedSeq,
    Position position) {

  /** Somebody who is a member from now on, and has nothing to catch up with. */
  public static Member joining(String userId, Role role, Instant now, long lastSeq) {
    return new Member(
        userId, role, now, lastSeq, false, false, null, new Position(lastSeq, lastSeq));
  }

  public Member with(Role other) {
    return new Member(userId, other, joinedAt, joinedSeq, muted, pinned, archivedSeq, position);
  }

  public Member withMuted(boolean other) {
    return new Member(userId, role, joinedAt, joinedSeq, other, pinned, archivedSeq, position);
  }

  public Member withPinned(boolean other) {
    return new Member(userId, role, joinedAt, joinedSeq, muted, other, archivedSeq, position);
  }

  public Member withArchivedSeq(Long other) {
    return new Member(userId, role, joinedAt, joinedSeq, muted, pinned, other, position);
  }

  Member with(Position other) {
    return new Member(userId, role, joinedAt, joinedSeq, muted, pinned, archivedSeq, other);
  }

  /** Whether the conversation is archived for this member, when that is its last message. */
  public boolean isArchived(long lastSeq) {
    return archivedSeq != null && lastSeq <= archivedSeq;
  }

  /** What the other members see. */
  public MemberView view() {
    return new MemberView(
        userId, role.wire(), joinedAt, joinedSeq, position.readSeq(), position.deliveredSeq());
  }

  /** What they see of one who is gone. */
  public MemberView goneView() {
    return new MemberView(
        userId, null, joinedAt, joinedSeq, position.readSeq(), position.deliveredSeq());
  }
}
