package dev.parley.cache.limit;

import dev.parley.limits.Counting;
import dev.parley.limits.Policy;

/** What is decided while Redis is away. */
public enum WhenUnavailable {
  /** All may go on: nobody is limited. */
  ALLOW,
  /** Nobody may go on. */
  REFUSE,
  /** Where failures are counted nobody may go on, so that nothing can be guessed; else all may. */
  REFUSE_FAILURES;

  boolean allows(Policy policy) {
    return switch (this) {
      case ALLOW -> true;
      case REFUSE -> false;
      case REFUSE_FAILURES -> policy.counting() == Counting.ALL;
    };
  }
}
