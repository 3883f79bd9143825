package dev.parley.limits;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The header fields of draft-ietf-httpapi-ratelimit-headers-11, and HTTP's {@code Retry-After}. */
public final class RateLimitFields {

  public static final String POLICY = "RateLimit-Policy";
  public static final String LIMIT = "RateLimit";

  private RateLimitFields() {}

  /** {@link #POLICY}: what each limit is. */
  public static String policy(List<Standing> standings) {
    return standings.stream()
        .map(Standing::policy)
        .map(one -> item(one) + ";q=" + one.quota() + ";w=" + one.window().toSeconds())
        .collect(Collectors.joining(", "));
  }

  /** {@link #LIMIT}: what is left of each limit, and, unless all is, when there will be more. */
  public static String limit(List<Standing> standings) {
    return standings.stream()
        .map(
            one -> {
              String left = item(one.policy()) + ";r=" + one.remaining();
              return one.nextAfter().isZero() ? left : left + ";t=" + seconds(one.nextAfter());
            })
        .collect(Collectors.joining(", "));
  }

  /** {@code Retry-After}: when all that was asked for will be there. */
  public static String retryAfter(List<Standing> standings) {
    return Long.toString(
        standings.stream().mapToLong(one -> seconds(one.retryAfter())).max().orElse(0));
  }

  private static String item(Policy policy) {
    return '"' + policy.name() + '"';
  }

  /** Rounded up: who waits so long has waited long enough. */
  private static long seconds(Duration time) {
    return time.plusNanos(999_999_999).toSeconds();
  }
}
