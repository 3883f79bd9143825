package dev.parley.contracts.reply;

import dev.parley.contracts.error.ErrorCode;

/**
 * Answer to a command that was refused or failed.
 *
 * @param code stable code of the {@linkplain ErrorCode catalogue}
 * @param message one sentence for a human
 */
public record ErrorReply(String code, String message) {

  public static ErrorReply of(ErrorCode code, String message) {
    return new ErrorReply(code.code(), message);
  }
}
