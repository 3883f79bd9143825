package dev.parley.gateway.jsonrpc;

import dev.parley.contracts.error.ErrorCode;

/** A client's frame that is no request. */
final class InvalidFrameException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String id;

  /**
   * @param id the JSON text of the id as far as it is known; else null
   */
  InvalidFrameException(ErrorCode code, String id, String message) {
    super(message, null, false, false);
    this.code = code;
    this.id = id;
  }

  ErrorCode code() {
    return code;
  }

  String id() {
    return id;
  }
}
