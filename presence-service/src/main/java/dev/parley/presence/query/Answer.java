package dev.parley.presence.query;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.service.RefusedException;
import io.smallrye.mutiny.TimeoutException;

/**
 * What a question has come to.
 *
 * @param payload the record that is the answer, or an {@code ErrorReply}
 * @param fault why the entry belongs to the dead letters; null when it does not
 */
record Answer(QueryOutcome outcome, Object payload, Throwable fault) {

  static Answer of(Object answer) {
    return new Answer(QueryOutcome.ANSWERED, answer, null);
  }

  /** What is told instead of an answer. */
  static Answer instead(Throwable failure) {
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
    if (failure instanceof TimeoutException) {
      return told(QueryOutcome.UNAVAILABLE, ErrorCode.UNAVAILABLE, "presence cannot be read now");
    }
    return new Answer(
        QueryOutcome.REJECTED,
        ErrorReply.of(ErrorCode.INTERNAL, "the question could not be answered"),
        failure);
  }

  private static Answer told(QueryOutcome outcome, ErrorCode code, String message) {
    return new Answer(outcome, ErrorReply.of(code, message), null);
  }

  boolean isError() {
    return outcome != QueryOutcome.ANSWERED;
  }
}
