package dev.parley.messages.conversation;

import java.time.Instant;
import java.util.List;

/**
 * What has to be known of a conversation to take messages for it. Holds stored facts only: {@code
 * lastSeq} may be behind when somebody else has written, never ahead.
 *
 * <p>Not thread-safe: used by one batch at a time.
 */
public final class ConversationState {

  private final String id;
  private final String type;
  private final List<String> members;
  private final Instant createdAt;
  private long lastSeq;

  public ConversationState(
      String id, String type, List<String> members, Instant createdAt, long lastSeq) {
    this.id = id;
    this.type = type;
    this.members = List.copyOf(members);
    this.createdAt = createdAt;
    this.lastSeq = lastSeq;
  }

  public String id() {
    return id;
  }

  public String type() {
    return type;
  }

  public List<String> members() {
    return members;
  }

  public boolean hasMember(String user) {
    return members.contains(user);
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The last seq that is known to be stored; 0 for none. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Takes note that a message with this seq is stored. */
  public void stored(long seq) {
    lastSeq = Math.max(lastSeq, seq);
  }
}
