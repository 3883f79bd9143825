package dev.parley.presence.signal;

import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.store.Change;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** What a batch comes to for one user. Not thread-safe. */
final class Work {

  final String user;
  private final Presence before;
  private final Set<String> gone = new HashSet<>();
  private Presence now;
  private boolean settled = true;
  private boolean toldAgain;
  private boolean ownToldAgain;
  private String chooser = "";

  Work(String user, Presence before) {
    this.user = user;
    this.before = before;
    this.now = before;
  }

  Presence now() {
    return now;
  }

  /**
   * The presence has become this.
   *
   * @param session who has chosen that; empty for nobody
   * @return whether that is a change
   */
  boolean become(Presence next, String session) {
    boolean changed = !next.equals(now);
    if (!Objects.equals(next.choice(), now.choice())) {
      chooser = session;
    }
    now = next;
    return changed;
  }

  /** What finds the user is to be put right, also if nothing changes. */
  void settle() {
    settled = false;
  }

  /** The user is at this node no more. */
  void gone(String node) {
    gone.add(node);
    settle();
  }

  /**
   * Something that comes again may not have been told before.
   *
   * @param own whether the user itself may be concerned
   */
  void again(boolean own) {
    toldAgain = true;
    ownToldAgain |= own;
  }

  /** Whether the watchers are to be told, now that all signals are applied. */
  boolean isTold() {
    return now.toldRevision() != before.toldRevision()
        || toldAgain && !now.isUntold() && now.shownRevision() > 0;
  }

  boolean isOwnTold() {
    return ownToldAgain || !Objects.equals(now.choice(), before.choice());
  }

  /** The session that knows the choice by its reply; empty for none. */
  String chooser() {
    return chooser;
  }

  boolean isShown() {
    return now.shownRevision() != before.shownRevision();
  }

  boolean isWritten() {
    return !settled || !now.equals(before);
  }

  Change change(PresenceRules rules) {
    return new Change(user, before, now, rules.nextDue(now), gone);
  }
}
