package dev.parley.service.query;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.service.RefusedException;

/**
 * What is told instead of an answer.
 *
 * @param fault why the entry belongs to the dead letters; null when it does not
 */
record Refusal(QueryOutcome outcome, ErrorReply reply, Throwable fault) {

  /** What a failure of an answer comes to. */
  static Refusal of(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      boolean away = refused.code() == ErrorCode.UNAVAILABLE;
      return told(
          away ? QueryOutcome.UNAVAILABLE : QueryOutcome.REFUSED,
          refused.code(),
          refused.getMessage());
    }
    if (failure instanceof InvalidFieldException invalid) {
      return told(QueryOutcome.REFUSED, ErrorCode.INVALID_PARAMS, invalid.getMessage());
    }
    if (failure instanceof UnknownQueryException) {
      return rejected(ErrorCode.METHOD_NOT_FOUND, failure.getMessage(), failure);
    }
    return rejected(ErrorCode.INTERNAL, "the query could not be answered", failure);
  }

  /** What is told when the storage is away. */
  static Refusal away() {
    return told(
        QueryOutcome.UNAVAILABLE, ErrorCode.UNAVAILABLE, "what is stored cannot be reached");
  }

  private static Refusal told(QueryOutcome outcome, ErrorCode code, String message) {
    return new Refusal(outcome, ErrorReply.of(code, message), null);
  }

  private static Refusal rejected(ErrorCode code, String message, Throwable fault) {
    return new Refusal(QueryOutcome.REJECTED, ErrorReply.of(code, message), fault);
  }
}
