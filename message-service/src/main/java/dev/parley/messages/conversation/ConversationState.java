package dev.parley.messages.conversation;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.view.ConversationView;
import java.time.Instant;
import java.util.ArrayList;
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

  /** As many as a batch has: more cannot come again after a crash. */
  static final int MAX_APPLIED = 200;

  private final String id;
  private final String type;
  private final Instant createdAt;
  private final String createdBy;
  private final Map<String, Member> members;
  private final long epoch;
  private EntryId decidedUpTo;
  private List<Long> applied;
  private Instant watchedFrom;
  private Details details;
  private long revision;
  private long lastSeq;

  /** Sorted, made when it is asked for; null when it has to be made. */
  private List<String> memberIds;

  /**
   * @param decidedUpTo the last entry that was decided when the conversation was changed last
   * @param applied hashes of the commands that changed it last
   * @param watchedFrom from when on it is told to who watches it; null when it is not large
   * @param epoch of the lease under which this was read: under another one it may be old
   */
  public ConversationState(
      String id,
      String type,
      Instant createdAt,
      String createdBy,
      Details details,
      long revision,
      EntryId decidedUpTo,
      List<Long> applied,
      Instant watchedFrom,
      Collection<Member> members,
      long lastSeq,
      long epoch) {
    this.id = id;
    this.type = type;
    this.createdAt = createdAt;
    this.createdBy = createdBy;
    this.details = details;
    this.revision = revision;
    this.decidedUpTo = decidedUpTo;
    this.applied = applied;
    this.watchedFrom = watchedFrom;
    this.members = new HashMap<>(members.size() * 2);
    members.forEach(member -> this.members.put(member.userId(), member));
    this.lastSeq = lastSeq;
    this.epoch = epoch;
  }

  /** The same, to be changed by a plan without touching this one. */
  public ConversationState copy() {
    return new ConversationState(
        id,
        type,
        createdAt,
        createdBy,
        details,
        revision,
        decidedUpTo,
        applied,
        watchedFrom,
        members.values(),
        lastSeq,
        epoch);
  }

  public String id() {
    return id;
  }

  /** Of the lease under which this was read. */
  public long epoch() {
    return epoch;
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

  /** Whether its members watch it. */
  public boolean isLarge() {
    return watchedFrom != null;
  }

  /**
   * From when on it is told to who watches it, instead of to each member; null when it is not
   * large.
   */
  Instant watchedFrom() {
    return watchedFrom;
  }

  /** Whether it is told to who watches it, instead of to each member. */
  public boolean isToldToWatchers(Instant now) {
    return watchedFrom != null && !now.isBefore(watchedFrom);
  }

  /** Makes it large, or small again, when it is by now. */
  void route(RoutingRule rule, Instant now) {
    watchedFrom = rule.watchedFrom(this, now);
  }

  /**
   * The last stream entry that was decided when the conversation was changed last. Everything that
   * came of it and of the ones before is stored: what left no trace was refused.
   */
  public EntryId decidedUpTo() {
    return decidedUpTo;
  }

  void decided(EntryId upTo) {
    decidedUpTo = upTo;
  }

  /** Whether this command has changed the conversation already. */
  public boolean hasApplied(String commandId) {
    return applied.contains(hash(commandId));
  }

  /** Hashes of the commands that changed it last, the latest at the end. */
  List<Long> applied() {
    return applied;
  }

  void apply(String commandId) {
    List<Long> more = new ArrayList<>(applied);
    more.add(hash(commandId));
    applied = List.copyOf(more.subList(Math.max(0, more.size() - MAX_APPLIED), more.size()));
  }

  /** FNV-1a, 64 bits: command ids are random, and few are compared. */
  private static long hash(String commandId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < commandId.length(); i++) {
      hash = (hash ^ commandId.charAt(i)) * 0x100000001b3L;
    }
    return hash;
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
        details.pinned().isEmpty() ? null : details.pinned(),
        details.retentionDays(),
        details.firstSeq() > 1 ? details.firstSeq() : null);
  }
}
