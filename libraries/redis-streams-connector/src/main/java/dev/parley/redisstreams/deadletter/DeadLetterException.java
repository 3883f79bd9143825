package dev.parley.redisstreams.deadletter;

/** What was asked of a dead letter cannot be done; the message says why, in a sentence. */
public final class DeadLetterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeadLetterException(String message) {
    super(message, null, false, false);
  }
}
