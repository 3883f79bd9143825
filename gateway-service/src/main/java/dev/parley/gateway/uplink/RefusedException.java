package dev.parley.gateway.uplink;

import dev.parley.contracts.error.ErrorCode;

/** A client's request is refused. The message is one sentence for a human. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public RefusedException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What the client is told. */
  public ErrorCode code() {
    return code;
  }
}
