package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.OnNack.Strategy;
import dev.parley.redisstreams.UndecodableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What becomes of an entry on which the application failed.
 *
 * @param strategy the channel's
 * @param attempts how often an entry is handed over before it is given up; 0 for no end
 * @param delay before the second attempt; doubles with each further one
 * @param maxDelay where the doubling ends
 */
record FailurePolicy(Strategy strategy, int attempts, Duration delay, Duration maxDelay) {

  /** Each wait is up to this part longer or shorter, so that many do not return at once. */
  private static final double JITTER = 0.2;

  /** How often more than {@link #attempts} an entry may be taken over without an outcome. */
  private static final int HOPELESS = 10;

  /** What to do, and for a retry when. */
  record Decision(Strategy strategy, long delayMillis) {}

  /**
   * Decides.
   *
   * @param attempt how often the application was handed the entry here, this time included; being
   *     taken over from readers that are gone is no attempt
   * @param asked what the application asked for; null for the channel's strategy
   */
  Decision decide(int attempt, Throwable cause, OnNack asked) {
    if (isUndecodable(cause)) {
      return new Decision(Strategy.DEAD_LETTER, 0);
    }
    Strategy wanted = asked == null ? strategy : asked.strategy();
    if (wanted != Strategy.RETRY) {
      return new Decision(wanted, 0);
    }
    if (isLast(attempt)) {
      return new Decision(Strategy.DEAD_LETTER, 0);
    }
    boolean own = asked == null || asked.delay() == null;
    return new Decision(Strategy.RETRY, own ? backoff(attempt) : asked.delay().toMillis());
  }

  /**
   * Whether it is the last attempt, which an entry of a batch has alone: so that one entry that
   * cannot be done takes no others with it to the dead letters.
   */
  boolean isLast(int attempt) {
    return attempts > 0 && attempt >= attempts;
  }

  /**
   * After how many times of being handed out an entry is not taken over together with others any
   * more: more often than that it was only because readers vanished. 0 for never.
   */
  int trusted() {
    return attempts;
  }

  /** Whether one reader after the other vanished with it: perhaps they died of it. */
  boolean isHopeless(int count) {
    return attempts > 0 && count > attempts + HOPELESS;
  }

  private long backoff(int attempt) {
    long plain = delay.toMillis() << Math.min(attempt - 1, 30);
    long capped = plain < 0 ? maxDelay.toMillis() : Math.min(plain, maxDelay.toMillis());
    double jitter = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
    return Math.max(1, Math.round(capped * jitter));
  }

  private static boolean isUndecodable(Throwable cause) {
    int depth = 0;
    for (Throwable at = cause; at != null && depth < 10; at = at.getCause(), depth++) {
      if (at instanceof UndecodableException) {
        return true;
      }
    }
    return false;
  }
}
