package dev.parley.presence.signal;

/**
 * Somebody else has changed users in between: the batch has to come again, to whoever owns the
 * partition now.
 */
final class OvertakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OvertakenException(int users) {
    super(users + " users were changed by another replica", null, false, false);
  }
}
