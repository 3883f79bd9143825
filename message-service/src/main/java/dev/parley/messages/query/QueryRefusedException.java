package dev.parley.messages.query;

import dev.parley.contracts.error.ErrorCode;

/** The asker cannot have what it asked for. */
public final class QueryRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * A refusal.
   *
   * @param message one sentence for a human
   */
  public QueryRefusedException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
