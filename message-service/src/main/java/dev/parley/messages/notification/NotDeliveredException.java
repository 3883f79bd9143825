package dev.parley.messages.notification;

/** It is not known to have arrived; it may be tried again. */
final class NotDeliveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param problem says nothing of what people write, and no address
   */
  NotDeliveredException(String problem) {
    super(problem, null, false, false);
  }
}
