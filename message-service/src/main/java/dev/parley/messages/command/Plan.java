package dev.parley.messages.command;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.MessageIds;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Position;
import dev.parley.messages.message.MessageChange;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.SentAs;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.schedule.ScheduledMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a batch is going to store, decided command by command: each sees conversations and messages
 * as they are after the ones before it. Nothing is stored yet, and none of the facts is changed.
 *
 * <p>Not thread-safe; one per attempt.
 */
public final class Plan {

  private final Facts facts;
  private final Instant now;

  private final Map<String, Opening> openings = new LinkedHashMap<>();
  private final Map<String, ConversationDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Integer> appended = new HashMap<>();
  private final Map<SendKey, StoredMessage> planned = new LinkedHashMap<>();
  private final Map<String, StoredMessage> plannedById = new HashMap<>();
  private final Map<String, MessageChange> changes = new LinkedHashMap<>();
  private final Map<Whose, Position> positions = new LinkedHashMap<>();
  private final Map<SendKey, ScheduledMessage> scheduled = new LinkedHashMap<>();
  private final Set<SendKey> told = new HashSet<>();
  private final Map<String, TreeSet<Long>> hidden = new HashMap<>();

  /**
   * A conversation that is about to be opened.
   *
   * @param by index of the command that opens it
   */
  public record Opening(ConversationState state, int by) {}

  /** Whose position in which conversation. */
  public record Whose(String conversationId, String userId) {}

  /**
   * @param now the time of this attempt, to the millisecond
   */
  public Plan(Facts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** The time of this attempt, to the millisecond. */
  public Instant now() {
    return now;
  }

  /** The conversation as the commands before leave it; null when there is none. */
  public ConversationState conversation(String id) {
    ConversationDraft draft = drafts.get(id);
    if (draft != null) {
      return draft.state();
    }
    ConversationState state = facts.states().get(id);
    if (state != null) {
      return state;
    }
    Opening opening = openings.get(id);
    return opening == null ? null : opening.state();
  }

  /** Plans a conversation. */
  public void open(Command<?> command, ConversationState state) {
    openings.put(state.id(), new Opening(state, command.index()));
  }

  /** Whether this very command has opened its conversation, in an earlier attempt. */
  public boolean hasOpened(Command<?> command) {
    Integer by = facts.openedBy().get(command.conversationId());
    return by != null && by == command.index();
  }

  /** The conversation, to be changed by the command. */
  public ConversationDraft draft(Command<?> by, ConversationState conversation) {
    return drafts
        .computeIfAbsent(conversation.id(), id -> new ConversationDraft(conversation))
        .by(by.envelope().id());
  }

  /** The last seq of the conversation as the commands before leave it. */
  public long lastSeq(ConversationState conversation) {
    TreeSet<Long> later = hidden.get(conversation.id());
    return later == null || later.isEmpty() ? end(conversation) : later.first() - 1;
  }

  private long end(ConversationState conversation) {
    return conversation.lastSeq() + appended.getOrDefault(conversation.id(), 0);
  }

  /** A message is stored already that comes of a command which is not decided yet. */
  public void hide(StoredMessage message) {
    hidden.computeIfAbsent(message.conversationId(), c -> new TreeSet<>()).add(message.seq());
  }

  /** The command that a message comes of is decided. */
  public void reveal(StoredMessage message) {
    TreeSet<Long> later = hidden.get(message.conversationId());
    if (later != null) {
      later.remove(message.seq());
    }
  }

  private boolean isHidden(String conversationId, long seq) {
    TreeSet<Long> later = hidden.get(conversationId);
    return later != null && later.contains(seq);
  }

  /** The stored message of a send that was looked up; null when it was not, or is not stored. */
  public StoredMessage lookedUp(SendKey key) {
    return facts.sends().get(key);
  }

  /**
   * Whether this batch has stored that send in an earlier attempt, so that nobody was told of it;
   * true only for the first that asks.
   */
  public boolean isUntold(SendKey key) {
    return facts.own().contains(key) && told.add(key);
  }

  /** What a send has become lately or will become by this plan; null when it is new. */
  public SentAs earlier(SendKey key) {
    SentAs sent = facts.recent().find(key);
    if (sent != null) {
      return sent;
    }
    StoredMessage message = planned.get(key);
    return message == null ? null : SentAs.of(message);
  }

  /** Plans a message, at the end of its conversation. Whoever writes has read what is before. */
  public StoredMessage append(
      ConversationState conversation,
      SendKey key,
      Content content,
      Long replyToSeq,
      List<String> mentions) {
    appended.merge(conversation.id(), 1, Integer::sum);
    long seq = end(conversation);
    StoredMessage message = StoredMessage.sent(key, seq, content, replyToSeq, mentions, now);
    planned.put(key, message);
    return message;
  }

  /** A message as the commands before leave it; null when there is none. */
  public StoredMessage message(String conversationId, long seq) {
    String id = MessageIds.primaryKey(conversationId, seq);
    MessageChange change = changes.get(id);
    if (change != null) {
      return change.message();
    }
    StoredMessage stored = facts.targets().get(id);
    if (stored != null) {
      return isHidden(conversationId, seq) ? null : stored;
    }
    return planned(id);
  }

  private StoredMessage planned(String id) {
    if (plannedById.size() < planned.size()) {
      planned.values().forEach(message -> plannedById.put(message.id(), message));
    }
    return plannedById.get(id);
  }

  /** Plans that a message becomes this one, which has a version more. */
  public void change(StoredMessage message) {
    changes.merge(
        message.id(),
        new MessageChange(message, message.version() - 1),
        (before, next) -> new MessageChange(message, before.baseVersion()));
  }

  /** How far the member is, with what is planned. */
  public Position position(ConversationState conversation, String user) {
    Position stored = conversation.member(user).position();
    Position reached = positions.get(new Whose(conversation.id(), user));
    return reached == null ? stored : stored.max(reached);
  }

  /** Plans that a member is that far, at least. */
  public void reach(ConversationState conversation, String user, Position position) {
    positions.merge(new Whose(conversation.id(), user), position, Position::max);
  }

  /** What is scheduled under that key, as the commands before leave it; null for nothing. */
  public ScheduledMessage scheduled(SendKey key) {
    return scheduled.containsKey(key) ? scheduled.get(key) : facts.scheduled().get(key);
  }

  /** How many messages the key's sender has scheduled in its conversation. */
  public int scheduledCount(SendKey key) {
    Set<SendKey> there = new HashSet<>(facts.scheduled().keySet());
    scheduled.forEach(
        (changed, message) -> {
          if (message == null) {
            there.remove(changed);
          } else {
            there.add(changed);
          }
        });
    there.removeIf(other -> !other.isOfSameSeat(key));
    return there.size();
  }

  /** Plans that a message is scheduled. */
  public void schedule(ScheduledMessage message) {
    scheduled.put(message.key(), message);
  }

  /** Plans that nothing is scheduled under that key. */
  public void unschedule(SendKey key) {
    scheduled.put(key, null);
  }

  /** What is going to be scheduled; null for what is not any more. */
  public Map<SendKey, ScheduledMessage> schedule() {
    return scheduled;
  }

  /** How many messages are planned; one per command at most. */
  public int messageCount() {
    return planned.size();
  }

  /** The planned messages, in the order of the commands. */
  public List<StoredMessage> messages() {
    return new ArrayList<>(planned.values());
  }

  /** The planned conversations. */
  public List<Opening> openings() {
    return List.copyOf(openings.values());
  }

  /** The conversations that are going to change. */
  public List<ConversationDraft> drafts() {
    return List.copyOf(drafts.values());
  }

  /** The messages that are going to change. */
  public Collection<MessageChange> changes() {
    return changes.values();
  }

  /** How far members will be. */
  public Map<Whose, Position> positions() {
    return positions;
  }
}
