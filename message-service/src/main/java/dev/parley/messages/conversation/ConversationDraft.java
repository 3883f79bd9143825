package dev.parley.messages.conversation;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A conversation as a plan leaves it, and what has to be stored for that. Not thread-safe.
 *
 * <p>Each change has a revision of its own; the conversation's document is changed only if it still
 * has the revision that this began with.
 */
public final class ConversationDraft {

  private final ConversationState state;
  private final long base;
  private final boolean wasLarge;
  private final Map<String, StoredMembership> memberships = new LinkedHashMap<>();

  /** Nothing changed yet. */
  public ConversationDraft(ConversationState stored) {
    this.state = stored.copy();
    this.base = stored.revision();
    this.wasLarge = stored.isLarge();
  }

  /** The conversation as it will be. */
  public ConversationState state() {
    return state;
  }

  /** The revision that has to be stored still. */
  public long base() {
    return base;
  }

  /** Whether it becomes large, or small again. */
  public boolean isRerouted() {
    return state.isLarge() != wasLarge;
  }

  /** The memberships that change, as they will be. */
  public Collection<StoredMembership> memberships() {
    return memberships.values();
  }

  /** Remembers that this command changes the conversation, so that it does so once. */
  public ConversationDraft by(String commandId) {
    state.apply(commandId);
    return this;
  }

  /** What was decided before this is stored, and is stored with it. */
  public void decided(EntryId upTo) {
    state.decided(upTo);
  }

  public void change(Details details) {
    state.change(details);
    state.nextRevision();
  }

  /** Adds the member or replaces what it was. */
  public void put(Member member) {
    state.put(member);
    keep(member, null);
  }

  /** Takes the member out. */
  public void remove(Member member, Instant now) {
    state.remove(member.userId());
    keep(member, now);
  }

  private void keep(Member member, Instant leftAt) {
    memberships.put(
        member.userId(), StoredMembership.of(state.id(), member, leftAt, state.nextRevision()));
  }
}
