package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;

/**
 * {@code history}: messages of a conversation by their place, in order. At most one of the three
 * places is given; without one it is the end of the conversation. Answered by {@code HistoryPage}.
 *
 * @param beforeSeq the messages directly before this one
 * @param afterSeq the messages directly after this one; 0 for from the beginning
 * @param aroundSeq this message and the ones on both sides
 * @param limit 1 to {@value Query#MAX_LIMIT}; null is {@value Query#DEFAULT_LIMIT}
 */
public record History(
    String conversationId, Long beforeSeq, Long afterSeq, Long aroundSeq, Integer limit)
    implements Query {

  @Override
  public History check() {
    Check.id("conversationId", conversationId);
    int given = 0;
    given += place("beforeSeq", beforeSeq, 1);
    given += place("afterSeq", afterSeq, 0);
    given += place("aroundSeq", aroundSeq, 1);
    if (given > 1) {
      throw new InvalidFieldException(
          "params", "must have at most one of beforeSeq, afterSeq, aroundSeq");
    }
    Check.limit("limit", limit, MAX_LIMIT);
    return this;
  }

  private static int place(String field, Long seq, long min) {
    if (seq == null) {
      return 0;
    }
    Check.seq(field, seq, min);
    return 1;
  }
}
