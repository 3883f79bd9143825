package dev.parley.cache.secret;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** What becomes of a request that Redis does not answer. */
public final class RedisAnswers {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private RedisAnswers() {}

  /** The same; {@link ErrorCode#UNAVAILABLE} when it fails, or takes longer than five seconds. */
  public static <T> Uni<T> orUnavailable(Uni<T> answer) {
    return orUnavailable(answer, RefusedException.class);
  }

  /**
   * The same.
   *
   * @param told failures that are answers, and stay
   */
  public static <T> Uni<T> orUnavailable(Uni<T> answer, Class<? extends RuntimeException> told) {
    return answer
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .onFailure(failure -> !(failure instanceof RefusedException) && !told.isInstance(failure))
        .transform(RedisAnswers::unavailable);
  }

  private static RefusedException unavailable(Throwable failure) {
    Log.debugf("Redis: %s", failure.getMessage());
    return new RefusedException(ErrorCode.UNAVAILABLE, "Redis has no answer at the moment");
  }
}
