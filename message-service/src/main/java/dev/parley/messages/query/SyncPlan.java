package dev.parley.messages.query;

import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.view.MessageView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages a {@code sync} brings: of the conversations with the least to catch up on first,
 * so that most of them are complete, up to a limit over all.
 *
 * @param positions conversation to the last seq that the caller has
 * @param lastSeqs the true last seqs of the same conversations
 * @param primaryKeys of the messages
 */
record SyncPlan(Map<String, Long> positions, Map<String, Long> lastSeqs, List<String> primaryKeys) {

  /** Plans for the conversations of {@code lastSeqs}. */
  static SyncPlan of(Map<String, Long> positions, Map<String, Long> lastSeqs, int limit) {
    List<String> behind =
        lastSeqs.keySet().stream()
            .filter(id -> positions.get(id) < lastSeqs.get(id))
            .sorted(
                Comparator.<String>comparingLong(id -> lastSeqs.get(id) - positions.get(id))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    List<String> keys = new ArrayList<>();
    for (String id : behind) {
      long to = Math.min(lastSeqs.get(id), positions.get(id) + limit - keys.size());
      for (long seq = positions.get(id) + 1; seq <= to; seq++) {
        keys.add(MessageIds.primaryKey(id, seq));
      }
    }
    return new SyncPlan(positions, lastSeqs, keys);
  }

  /** Where the caller stands in each conversation when it has these messages too. */
  Map<String, Long> reached(List<MessageView> messages) {
    Map<String, Long> reached = new HashMap<>();
    lastSeqs.keySet().forEach(id -> reached.put(id, positions.get(id)));
    messages.forEach(one -> reached.merge(one.conversationId(), one.seq(), Math::max));
    return reached;
  }

  /** The conversations that have yet more. */
  List<String> more(Map<String, Long> reached) {
    return lastSeqs.keySet().stream().filter(id -> reached.get(id) < lastSeqs.get(id)).toList();
  }
}
