package dev.parley.redisstreams.assignment;

import dev.parley.redisstreams.config.StreamNames;
import java.time.Duration;

/**
 * A consumer of a group, as the assignments see it.
 *
 * @param channel for the log
 * @param lease how long a consumer counts that is not heard of
 */
public record GroupMember(
    String channel, StreamNames names, String group, String consumer, Duration lease) {

  /**
   * Until when something is certain that Redis granted for {@link #lease}, asked for at {@code
   * asked}. A part is kept back, so that what is sent at the last moment arrives in time.
   */
  long certainUntil(long asked) {
    return asked + lease.toNanos() - lease.toNanos() / Membership.RENEWALS;
  }
}
