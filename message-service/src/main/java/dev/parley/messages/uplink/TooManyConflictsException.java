package dev.parley.messages.uplink;

/**
 * One batch met somebody else's write again and again. It is safe to hand it in once more, and best
 * a little later.
 */
final class TooManyConflictsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooManyConflictsException(int conflicts) {
    super(conflicts + " conflicts with another writer in one batch", null, false, false);
  }
}
