package dev.parley.cache.token;

/** What is wrong with a token, as callers are told. */
enum TokenProblem {
  /** There is none such, or it has expired, was used or revoked. */
  UNKNOWN("token_unknown", 404, "unknown"),
  /** A refresh token that was replaced before: its family is revoked. */
  REUSED("token_reused", 409, "reused"),
  /** The code is another one; it may be tried again. */
  WRONG_CODE("code_wrong", 409, "wrong");

  private final String code;
  private final int status;
  private final String outcome;

  TokenProblem(String code, int status, String outcome) {
    this.code = code;
    this.status = status;
    this.outcome = outcome;
  }

  String code() {
    return code;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** As it is counted. */
  String outcome() {
    return outcome;
  }
}
