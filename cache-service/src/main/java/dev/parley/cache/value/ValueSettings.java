package dev.parley.cache.value;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Cached values. */
public interface ValueSettings {

  /**
   * Bytes of one value, 1 to 16,777,216. Above 2 MB {@code quarkus.http.limits.max-body-size} has
   * to be raised as well.
   */
  @WithDefault("1048576")
  int maxBytes();

  /** Members of one set, 1 to 1,000,000. */
  @WithDefault("10000")
  int maxMembers();

  /** After which time Redis counts as away: reads miss, writes do nothing; 1 ms to 1 min. */
  @WithDefault("PT0.5S")
  Duration timeout();

  /** How long one call deletes by pattern, before it answers where to go on; up to 10 s. */
  @WithDefault("PT1S")
  Duration sweepTime();
}
