package dev.parley.redisstreams.deadletter;

/** The command line is wrong; the message says what about it. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
