package dev.parley.gateway.session;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;

/**
 * Where the one answer to a client's request goes: one of the methods is called, once, on the event
 * loop of the session.
 */
public interface Answer {

  void result(RawJson result);

  /**
   * @param message one sentence for a human
   */
  void error(ErrorCode code, String message);

  /**
   * Refuses a request that is one too many.
   *
   * @param retryAfterMillis how long to wait before it is worth asking again
   */
  default void limited(long retryAfterMillis) {
    error(ErrorCode.RATE_LIMITED, "too many requests, wait " + retryAfterMillis + " ms");
  }

  /** There will be no answer: the session has closed. */
  default void dropped() {}
}
