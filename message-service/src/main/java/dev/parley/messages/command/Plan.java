package dev.parley.messages.command;

import dev.parley.contracts.command.Content;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.SentAs;
import dev.parley.messages.message.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch is going to store, decided command by command: each sees the conversations as they
 * are after the ones before it. Nothing is stored yet, and none of the states is changed.
 *
 * <p>Not thread-safe; one per attempt.
 */
public final class Plan {

  private final Map<String, ConversationState> states;
  private final Map<SendKey, StoredMessage> known;
  private final RecentSends recent;
  private final Map<String, Integer> openedBy;
  private final Instant now;

  private final Map<String, Opening> openings = new LinkedHashMap<>();
  private final Map<String, Integer> appended = new HashMap<>();
  private final Map<SendKey, StoredMessage> planned = new HashMap<>();
  private final List<StoredMessage> messages = new ArrayList<>();

  /**
   * A conversation that is about to be opened.
   *
   * @param by index of the command that opens it
   */
  public record Opening(ConversationState state, int by) {}

  /**
   * @param states the conversations that exist, by id
   * @param known the sends that were looked up and found stored
   * @param recent the sends that were stored last
   * @param openedBy conversations that this batch has opened, to the index of the command
   * @param now the time of this attempt
   */
  public Plan(
      Map<String, ConversationState> states,
      Map<SendKey, StoredMessage> known,
      RecentSends recent,
      Map<String, Integer> openedBy,
      Instant now) {
    this.states = states;
    this.known = known;
    this.recent = recent;
    this.openedBy = openedBy;
    this.now = now;
  }

  /** The conversation, stored or about to be opened; null when there is none. */
  public ConversationState conversation(String id) {
    ConversationState state = states.get(id);
    if (state != null) {
      return state;
    }
    Opening opening = openings.get(id);
    return opening == null ? null : opening.state();
  }

  /** Plans the conversation that the command is about. */
  public ConversationState open(Command<?> command, String type, List<String> members) {
    String id = command.conversationId();
    ConversationState state = new ConversationState(id, type, members, now, 0);
    openings.put(id, new Opening(state, command.index()));
    return state;
  }

  /** Whether this very command has opened its conversation, in an earlier attempt. */
  public boolean hasOpened(Command<?> command) {
    Integer by = openedBy.get(command.conversationId());
    return by != null && by == command.index();
  }

  /** The stored message of a send that was looked up; null when it was not, or is not stored. */
  public StoredMessage lookedUp(SendKey key) {
    return known.get(key);
  }

  /** What a send has become lately or will become by this plan; null when it is new. */
  public SentAs earlier(SendKey key) {
    SentAs sent = recent.find(key);
    if (sent != null) {
      return sent;
    }
    StoredMessage message = planned.get(key);
    return message == null ? null : SentAs.of(message);
  }

  /** Plans a message, at the end of its conversation. */
  public StoredMessage append(ConversationState conversation, SendKey key, Content content) {
    long seq = conversation.lastSeq() + appended.merge(conversation.id(), 1, Integer::sum);
    StoredMessage message = StoredMessage.sent(key, seq, content, null, List.of(), now);
    planned.put(key, message);
    messages.add(message);
    return message;
  }

  /** Takes back the messages planned after the first {@code count}. */
  public void takeBack(int count) {
    while (messages.size() > count) {
      StoredMessage message = messages.remove(messages.size() - 1);
      planned.remove(message.sendKey());
      appended.merge(message.conversationId(), -1, Integer::sum);
    }
  }

  /** The planned messages, in the order of the commands. */
  public List<StoredMessage> messages() {
    return messages;
  }

  /** The planned conversations. */
  public List<Opening> openings() {
    return List.copyOf(openings.values());
  }
}
