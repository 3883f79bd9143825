package dev.parley.messages.conversation;

/**
 * Somebody else has changed the same thing: what was in memory is old. The batch fails and comes
 * again.
 */
public final class ConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String what) {
    super(what + " was changed by another writer", null, false, false);
  }
}
