package dev.parley.cache.token;

import java.time.Instant;

/**
 * What became of trying a code.
 *
 * @param left attempts that are left after a wrong one
 * @param data of a good one; empty for none
 * @param expiresAt when the code ends, if there is one
 */
record CodeTrial(Outcome outcome, int left, String data, Instant expiresAt) {

  /** How it ended. */
  enum Outcome {
    UNKNOWN,
    GOOD,
    WRONG,
    /** A newer code came in between: this was tried against none. */
    OTHER
  }
}
