package dev.parley.messages.conversation;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.view.ConversationView;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be known of a conversation to carry out commands about it. Holds stored facts only:
 * {@code lastSeq} and positions may be behind when somebody else has written, never ahead.
 *
 * <p>Not thread-safe: used by one batch at a time.
 */
public final class ConversationState {

  private final String id;
  private final String type;
  private final Instant createdAt;
  private final String createdBy;
  private final Map<String, Member> members;
  private Details details;
  private long revision;
  private long lastSeq;

  /** Sorted, made when it is asked for; null when it has to be made. */
  private List<String> memberIds;

  public ConversationState(
      String id,
      String type,
      Instant createdAt,
      String createdBy,
      Details details,
      long revision,
      Collection<Member> members,
      long lastSeq) {
    this.id = id;
    this.type = type;
    this.createdAt = createdAt;
    this.createdBy = createdBy;
    this.details = details;
    this.revision = revision;
    this.members = new HashMap<>(members.size() * 2);
    members.forEach(member -> this.members.put(member.userId(), member));
    this.lastSeq = lastSeq;
  }

  /** The same, to be changed by a plan without touching this one. */
  public ConversationState copy() {
    return new ConversationState(
        id, type, createdAt, createdBy, details, revision, members.values(), lastSeq);
  }

  public String id() {
    return id;
  }

  /** One of {@code ConversationType}. */
  public String type() {
    return type;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public String createdBy() {
    return createdBy;
  }

  public Details details() {
    return details;
  }

  public boolean isDeleted() {
    return details.deletedAt() != null;
  }

  /** Counts the changes, from 1. */
  public long revision() {
    return revision;
  }

  /** The users who are members, sorted. */
  public List<String> memberIds() {
    if (memberIds == null) {
      memberIds = members.keySet().stream().sorted().toList();
    }
    return memberIds;
  }

  public Collection<Member> members() {
    return members.values();
  }

  public int size() {
    return members.size();
  }

  public boolean hasMember(String user) {
    return members.containsKey(user);
  }

  /** The member; null when the user is none. */
  public Member member(String user) {
    return members.get(user);
  }

  public boolean hasOtherOwner(String user) {
    return members.values().stream()
        .anyMatch(member -> member.role() == Role.OWNER && !member.userId().equals(user));
  }

  /** The last seq that is known to be stored; 0 for none. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Takes note that a message with this seq is stored. */
  public void stored(long seq) {
    lastSeq = Math.max(lastSeq, seq);
  }

  /** Takes note of how far a member is; of who is none nothing is kept. */
  public void reached(String user, Position position) {
    members.computeIfPresent(user, (id, member) -> member.with(member.position().max(position)));
  }

  void change(Details other) {
    details = other;
  }

  void put(Member member) {
    members.put(member.userId(), member);
    memberIds = null;
  }

  void remove(String user) {
    members.remove(user);
    memberIds = null;
  }

  long nextRevision() {
    return ++revision;
  }

  /** What its members see. */
  public ConversationView view() {
    return new ConversationView(
        id,
        type,
        details.title(),
        details.avatarUrl(),
        Metadata.parse(details.metadata()),
        createdAt,
        createdBy,
        details.deletedAt(),
        revision,
        members.size(),
        lastSeq,
        details.pinned().isEmpty() ? null : details.pinned());
  }
}
