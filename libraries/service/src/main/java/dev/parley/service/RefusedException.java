package dev.parley.service;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;

/** Somebody cannot have what was asked for: told to whoever asked. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * A refusal.
   *
   * @param message one sentence for a human
   */
  public RefusedException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What a reply says. */
  public static RefusedException of(ErrorReply reply) {
    return new RefusedException(ErrorCode.of(reply.code()), reply.message());
  }

  public ErrorCode code() {
    return code;
  }
}
