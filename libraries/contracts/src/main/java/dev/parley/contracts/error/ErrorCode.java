package dev.parley.contracts.error;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The catalogue of errors a client can get. Codes and numbers are stable: new ones are added, none
 * is given another meaning. The numbers below -32600 are those of JSON-RPC 2.0, section 5.1.
 */
public enum ErrorCode {
  /** The frame is not JSON. */
  PARSE_ERROR("parse_error", -32700, false),
  /** The frame is JSON and not a request. */
  INVALID_REQUEST("invalid_request", -32600, false),
  /** No such method. */
  METHOD_NOT_FOUND("method_not_found", -32601, false),
  /** A parameter is missing, of the wrong form or too large. */
  INVALID_PARAMS("invalid_params", -32602, false),
  /** A fault of the server; the command is in its dead letters. */
  INTERNAL("internal", -32603, true),
  /** The frame is larger than the limit. */
  TOO_LARGE("too_large", -32001, false),
  /** No reply within the time limit. The command may still be carried out. */
  TIMEOUT("timeout", -32002, true),
  /** A part that is needed is away. */
  UNAVAILABLE("unavailable", -32003, true),
  /** Too many requests, or too many under way at once. */
  RATE_LIMITED("rate_limited", -32004, true),
  /** The caller is not a member of the conversation. */
  NOT_A_MEMBER("not_a_member", -32010, false),
  /** No such conversation or message, or none that the caller may know of. */
  NOT_FOUND("not_found", -32011, false),
  /** The caller's role, or the type of the conversation, does not allow it. */
  FORBIDDEN("forbidden", -32012, false),
  /** It would exceed a limit of the conversation or the message, such as the members. */
  LIMIT_EXCEEDED("limit_exceeded", -32013, false);

  private static final Map<String, ErrorCode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::code, c -> c));

  private final String code;
  private final int number;
  private final boolean retryable;

  ErrorCode(String code, int number, boolean retryable) {
    this.code = code;
    this.number = number;
    this.retryable = retryable;
  }

  /** The stable name. */
  public String code() {
    return code;
  }

  /** JSON-RPC's {@code error.code}. */
  public int number() {
    return number;
  }

  /** Whether the same request, sent again unchanged, may succeed. */
  public boolean retryable() {
    return retryable;
  }

  /** The error of that code; {@link #INTERNAL} when a newer sender knows one that we do not. */
  public static ErrorCode of(String code) {
    return BY_CODE.getOrDefault(code, INTERNAL);
  }
}
