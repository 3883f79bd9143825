package dev.parley.redisstreams;

import java.time.Duration;
import java.util.Objects;

/**
 * What is to be done with an entry whose message is nacked, where that differs from the channel's
 * {@code failure-strategy}: {@code message.nack(cause, Metadata.of(OnNack.deadLetter()))}.
 *
 * @param strategy what to do
 * @param delay how long to wait before a retry; null for the channel's backoff
 */
public record OnNack(Strategy strategy, Duration delay) {

  /** What can be done with an entry on which the application failed. */
  public enum Strategy {
    /**
     * Hand it over again after a backoff, {@code retry-attempts} times; then to the dead letters.
     */
    RETRY,
    /** Keep it in the stream of dead letters, and acknowledge it. */
    DEAD_LETTER,
    /** Acknowledge it. */
    IGNORE,
    /** Leave it pending and stop the channel, which is then not alive any more. */
    FAIL
  }

  public OnNack {
    Objects.requireNonNull(strategy);
  }

  /** Again, after the channel's backoff. */
  public static OnNack retry() {
    return new OnNack(Strategy.RETRY, null);
  }

  /** Again, after this time (counted as an attempt; the last one is still the last one). */
  public static OnNack retryAfter(Duration delay) {
    return new OnNack(Strategy.RETRY, Objects.requireNonNull(delay));
  }

  /** To the dead letters at once. */
  public static OnNack deadLetter() {
    return new OnNack(Strategy.DEAD_LETTER, null);
  }

  /** Forget it. */
  public static OnNack ignore() {
    return new OnNack(Strategy.IGNORE, null);
  }

  /** Stop the channel. */
  public static OnNack fail() {
    return new OnNack(Strategy.FAIL, null);
  }
}
