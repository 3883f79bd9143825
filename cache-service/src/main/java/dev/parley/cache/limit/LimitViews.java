package dev.parley.cache.limit;

import dev.parley.limits.Policy;
import dev.parley.limits.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What callers are told about limits. */
final class LimitViews {

  private LimitViews() {}

  /**
   * How a subject stands with a limit.
   *
   * @param allowed whether what was asked for was there
   * @param remaining units that are there now
   * @param resetAfterMillis until all are there
   * @param retryAfterMillis until what was asked for is there; 0 when it was
   */
  record StandingView(
      String policy,
      boolean allowed,
      long quota,
      long remaining,
      long resetAfterMillis,
      long retryAfterMillis) {}

  /**
   * What was decided.
   *
   * @param allowed whether all that was asked for was there, and so was taken
   * @param degraded true when Redis was away: nothing was counted; else absent
   */
  record DecisionView(boolean allowed, Boolean degraded, List<StandingView> policies) {}

  /** Decisions in the order of what was asked. */
  record DecisionsView(List<DecisionView> decisions) {}

  /**
   * A policy.
   *
   * @param counting {@code all}, or {@code failures} only
   */
  record PolicyView(String name, long quota, long windowSeconds, String counting) {}

  /** All policies. */
  record PoliciesView(List<PolicyView> policies) {}

  static DecisionView of(Ruling ruling) {
    return new DecisionView(
        ruling.allowed(),
        ruling.degraded() ? true : null,
        ruling.standings().stream().map(LimitViews::of).toList());
  }

  static DecisionsView of(List<Ruling> rulings) {
    return new DecisionsView(rulings.stream().map(LimitViews::of).toList());
  }

  static PoliciesView of(Collection<Policy> policies) {
    return new PoliciesView(policies.stream().map(LimitViews::of).toList());
  }

  private static PolicyView of(Policy policy) {
    return new PolicyView(
        policy.name(),
        policy.quota(),
        policy.window().toSeconds(),
        policy.counting().name().toLowerCase(Locale.ROOT));
  }

  private static StandingView of(Standing standing) {
    return new StandingView(
        standing.policy().name(),
        standing.allowed(),
        standing.policy().quota(),
        standing.remaining(),
        millis(standing.resetAfter()),
        millis(standing.retryAfter()));
  }

  /** Rounded up: who waits so long has waited long enough. */
  private static long millis(Duration time) {
    return time.plusNanos(999_999).toMillis();
  }
}
