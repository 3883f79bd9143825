package dev.parley.messages.query;

import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.Query;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which places of a conversation a history is about. Seqs have no holes, so this is arithmetic, and
 * what comes meanwhile lies beyond {@code last}.
 *
 * @param from the first place
 * @param to the last place; before {@code from} when there is none
 * @param anchor the place that must be among them
 * @param first the first place of the conversation that is still there
 * @param last the last seq of the conversation
 */
record HistoryWindow(long from, long to, long anchor, long first, long last) {

  static HistoryWindow of(History history, long first, long last) {
    int limit = Query.limit(history.limit());
    if (history.afterSeq() != null) {
      long from = Math.max(first, history.afterSeq() + 1);
      return new HistoryWindow(from, Math.min(last, from + limit - 1), from, first, last);
    }
    if (history.aroundSeq() != null) {
      long anchor = Math.min(Math.max(first, history.aroundSeq()), last);
      long to = Math.min(last, Math.max(first, anchor - limit / 2) + limit - 1);
      return new HistoryWindow(Math.max(first, to - limit + 1), to, anchor, first, last);
    }
    long to = history.beforeSeq() == null ? last : Math.min(last, history.beforeSeq() - 1);
    return new HistoryWindow(Math.max(first, to - limit + 1), to, to, first, last);
  }

  List<String> primaryKeys(String conversationId) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> MessageIds.primaryKey(conversationId, seq))
        .toList();
  }

  /** Whether the conversation has messages before the one at this place. */
  boolean hasBefore(long seq) {
    return Math.min(seq - 1, last) >= first;
  }

  /** Whether it has messages after the one at this place. */
  boolean hasAfter(long seq) {
    return Math.max(seq + 1, first) <= last;
  }
}
