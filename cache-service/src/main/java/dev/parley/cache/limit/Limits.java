package dev.parley.cache.limit;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.limits.Decision;
import dev.parley.limits.Policy;
import dev.parley.limits.RateLimiter;
import dev.parley.limits.Standing;
import dev.parley.limits.Take;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The limits of {@link RateLimiter}, also while Redis is away: then takes and peeks are decided as
 * it is set ({@link WhenUnavailable}), and what cannot be made up is refused as unavailable. Both
 * are counted. Safe from any thread.
 */
public final class Limits {

  /** What whoever is refused while Redis is away is told to wait. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final RateLimiter limiter;
  private final LimitMeters meters;
  private final WhenUnavailable whenUnavailable;
  private final Duration timeout;
  private final AtomicBoolean away = new AtomicBoolean();

  Limits(RateLimiter limiter, LimitMeters meters, LimitSettings settings) {
    this.limiter = limiter;
    this.meters = meters;
    this.whenUnavailable = settings.whenUnavailable();
    this.timeout = settings.timeout();
  }

  /** Takes, in the order of the takes; all or nothing for each. */
  Uni<List<Ruling>> take(List<Take> takes) {
    return decide("take", limiter.take(takes), takes).invoke(meters::count);
  }

  /** What a take would be told. */
  Uni<Ruling> peek(Take take) {
    List<Take> one = List.of(take);
    return decide("peek", limiter.peek(one), one).map(rulings -> rulings.get(0));
  }

  /**
   * Gives back, never more than was taken.
   *
   * @return fails with a {@link RefusedException} while Redis is away
   */
  Uni<Ruling> giveBack(Take take) {
    return watched("give-back", limiter.giveBack(List.of(take)))
        .onFailure()
        .transform(Limits::unavailable)
        .map(decisions -> new Ruling(false, decisions.get(0)));
  }

  /**
   * Makes limits full again.
   *
   * @return fails with a {@link RefusedException} while Redis is away
   */
  Uni<Void> reset(String subject, Collection<Policy> policies) {
    return watched("reset", limiter.reset(subject, policies))
        .onFailure()
        .transform(Limits::unavailable);
  }

  private Uni<List<Ruling>> decide(String operation, Uni<List<Decision>> call, List<Take> takes) {
    return watched(operation, call)
        .map(decisions -> decisions.stream().map(one -> new Ruling(false, one)).toList())
        .onFailure()
        .recoverWithItem(() -> takes.stream().map(this::madeUp).toList());
  }

  /** Counts failures, and logs when they begin and end. */
  private <T> Uni<T> watched(String operation, Uni<T> call) {
    return call.ifNoItem()
        .after(timeout)
        .fail()
        .invoke(
            () -> {
              if (away.compareAndSet(true, false)) {
                Log.info("limits are counted in Redis again");
              }
            })
        .onFailure()
        .invoke(
            failure -> {
              meters.countUnavailable(operation);
              if (away.compareAndSet(false, true)) {
                Log.warnf("limits cannot be counted in Redis: %s", failure);
              }
            });
  }

  private Ruling madeUp(Take take) {
    List<Standing> standings = take.costs().stream().map(cost -> madeUp(cost.policy())).toList();
    return new Ruling(true, new Decision(0, standings));
  }

  private Standing madeUp(Policy policy) {
    return whenUnavailable.allows(policy)
        ? new Standing(policy, true, policy.quota(), Duration.ZERO, Duration.ZERO, Duration.ZERO)
        : new Standing(policy, false, 0, TRY_AGAIN, TRY_AGAIN, TRY_AGAIN);
  }

  private static Throwable unavailable(Throwable failure) {
    return new RefusedException(ErrorCode.UNAVAILABLE, "the limits cannot be reached");
  }
}
