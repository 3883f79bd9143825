package dev.parley.messages.notification;

/** Who is to be told does not take it, and will not take it later either. */
final class NotAcceptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param problem says nothing of what people write, and no address
   */
  NotAcceptedException(String problem) {
    super(problem, null, false, false);
  }
}
