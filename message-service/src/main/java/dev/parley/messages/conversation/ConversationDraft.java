package dev.parley.messages.conversation;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as a plan leaves it, and what has to be stored for that. Not thread-safe.
 *
 * <p>Each change has a revision of its own; the conversation's document is changed only if it still
 * has the revision that this began with.
 */
public final class ConversationDraft {

  /**
   * What becomes of one membership.
   *
   * @param member as it is afterwards, or as it was when the user leaves
   * @param leaves whether the user is no member any more
   * @param revision of the conversation then
   */
  public record MembershipChange(
      String conversationId, Member member, boolean leaves, long revision) {}

  private final ConversationState state;
  private final long base;
  private final List<MembershipChange> memberships = new ArrayList<>();

  /** Nothing changed yet. */
  public ConversationDraft(ConversationState stored) {
    this.state = stored.copy();
    this.base = stored.revision();
  }

  /** The conversation as it will be. */
  public ConversationState state() {
    return state;
  }

  /** The revision that has to be stored still. */
  public long base() {
    return base;
  }

  /** What becomes of memberships, in order. */
  public List<MembershipChange> memberships() {
    return memberships;
  }

  public void change(Details details) {
    state.change(details);
    state.nextRevision();
  }

  /** Adds the member or replaces what it was. */
  public void put(Member member) {
    state.put(member);
    memberships.add(new MembershipChange(state.id(), member, false, state.nextRevision()));
  }

  /** Takes the member out. */
  public void remove(Member member) {
    state.remove(member.userId());
    memberships.add(new MembershipChange(state.id(), member, true, state.nextRevision()));
  }
}
