package dev.parley.messages.query;

import dev.parley.messages.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that expire are deleted from the oldest on, also while they are looked up, so that some
 * of the oldest may be found and others not.
 */
final class WithoutHoles {

  private WithoutHoles() {}

  /**
   * Without what is before a hole: the answer begins where the conversation does by now.
   *
   * @param found by conversation and seq
   */
  static List<StoredMessage> of(List<StoredMessage> found) {
    List<StoredMessage> whole = new ArrayList<>(found.size());
    int begin = 0;
    for (StoredMessage message : found) {
      StoredMessage before = whole.isEmpty() ? null : whole.get(whole.size() - 1);
      if (before == null || !before.conversationId().equals(message.conversationId())) {
        begin = whole.size();
      } else if (message.seq() != before.seq() + 1) {
        whole.subList(begin, whole.size()).clear();
      }
      whole.add(message);
    }
    return whole;
  }
}
