package dev.parley.messages.command;

import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.schedule.ScheduledMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a batch knows to be stored: what its plans start from. Grows as the batch looks things up
 * and stores them. Not thread-safe.
 */
public final class Facts {

  private final Map<String, ConversationState> states = new HashMap<>();
  private final Map<SendKey, StoredMessage> sends = new HashMap<>();
  private final Set<SendKey> own = new HashSet<>();
  private final Map<String, StoredMessage> targets = new HashMap<>();
  private final Map<SendKey, ScheduledMessage> scheduled = new HashMap<>();
  private final Map<String, Integer> openedBy = new HashMap<>();
  private final RecentSends recent;

  /**
   * @param recent the sends that were stored last, by this and earlier batches
   */
  public Facts(RecentSends recent) {
    this.recent = recent;
  }

  /** The conversations that exist, by id. */
  public Map<String, ConversationState> states() {
    return states;
  }

  /** The sends that were looked up and found stored. */
  public Map<SendKey, StoredMessage> sends() {
    return sends;
  }

  /** The sends that this batch has stored in an earlier attempt, so that nobody was told yet. */
  public Set<SendKey> own() {
    return own;
  }

  /** Messages that commands are about, as they are stored, by primary key. */
  public Map<String, StoredMessage> targets() {
    return targets;
  }

  /** What the senders concerned have scheduled in the conversations concerned. */
  public Map<SendKey, ScheduledMessage> scheduled() {
    return scheduled;
  }

  /** Conversations that this batch has opened, to the index of the command. */
  public Map<String, Integer> openedBy() {
    return openedBy;
  }

  RecentSends recent() {
    return recent;
  }

  /** Forgets what somebody else may have changed. */
  public void forgetChangeable() {
    states.clear();
    targets.clear();
    scheduled.clear();
  }
}
