package dev.parley.messages.query;

import com.mongodb.MongoException;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.service.RefusedException;
import io.smallrye.mutiny.TimeoutException;

/**
 * What is told instead of an answer.
 *
 * @param fault why the entry belongs to the dead letters; null when it does not
 */
record Refusal(QueryOutcome outcome, ErrorReply reply, Throwable fault) {

  /** What a failure of an answer comes to. */
  static Refusal of(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      return refused(refused.code(), refused.getMessage());
    }
    if (failure instanceof InvalidFieldException invalid) {
      return refused(ErrorCode.INVALID_PARAMS, invalid.getMessage());
    }
    if (failure instanceof MongoException || failure instanceof TimeoutException) {
      ErrorReply reply = ErrorReply.of(ErrorCode.UNAVAILABLE, "what is stored cannot be reached");
      return new Refusal(QueryOutcome.UNAVAILABLE, reply, null);
    }
    if (failure instanceof UnknownQueryException) {
      return rejected(ErrorCode.METHOD_NOT_FOUND, failure.getMessage(), failure);
    }
    return rejected(ErrorCode.INTERNAL, "the query could not be answered", failure);
  }

  private static Refusal refused(ErrorCode code, String message) {
    return new Refusal(QueryOutcome.REFUSED, ErrorReply.of(code, message), null);
  }

  private static Refusal rejected(ErrorCode code, String message, Throwable fault) {
    return new Refusal(QueryOutcome.REJECTED, ErrorReply.of(code, message), fault);
  }
}
