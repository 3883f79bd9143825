package dev.parley.cache.read;

import dev.parley.contracts.view.MessageView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of which conversations a {@code sync} brings messages: of those with the least to catch up on
 * first, so that most of them are complete, up to a limit over all.
 *
 * @param positions conversation to the last seq that the caller has
 * @param lastSeqs the last seqs of the same conversations, and perhaps of others
 * @param rooms how many messages of each are brought, in their order
 */
record SyncPlan(
    Map<String, Long> positions, Map<String, Long> lastSeqs, LinkedHashMap<String, Long> rooms) {

  /** Plans for the conversations that have a position. */
  static SyncPlan of(Map<String, Long> positions, Map<String, Long> lastSeqs, int limit) {
    List<String> behind =
        positions.keySet().stream()
            .filter(id -> positions.get(id) < lastSeqs.get(id))
            .sorted(
                Comparator.<String>comparingLong(id -> lastSeqs.get(id) - positions.get(id))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    LinkedHashMap<String, Long> rooms = new LinkedHashMap<>();
    long left = limit;
    for (String id : behind) {
      long room = Math.min(left, lastSeqs.get(id) - positions.get(id));
      if (room > 0) {
        rooms.put(id, room);
        left -= room;
      }
    }
    return new SyncPlan(positions, lastSeqs, rooms);
  }

  /** The conversations of which messages are brought, to the caller's position, in order. */
  Map<String, Long> wanted() {
    Map<String, Long> wanted = new LinkedHashMap<>();
    rooms.keySet().forEach(id -> wanted.put(id, positions.get(id)));
    return wanted;
  }

  /** How many messages of a wanted conversation are brought. */
  long room(String id) {
    return rooms.get(id);
  }

  /** Where the caller stands in each conversation when it has these messages too. */
  Map<String, Long> reached(List<MessageView> messages) {
    Map<String, Long> reached = new HashMap<>(positions);
    messages.forEach(one -> reached.merge(one.conversationId(), one.seq(), Math::max));
    return reached;
  }

  /** The conversations that have yet more. */
  List<String> more(Map<String, Long> reached) {
    return positions.keySet().stream().filter(id -> reached.get(id) < lastSeqs.get(id)).toList();
  }
}
