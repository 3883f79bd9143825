package dev.parley.cache.limit;

import dev.parley.limits.Counting;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Rate limits. */
public interface LimitSettings {

  /** Subjects that one call may take for, 1 to 500. */
  @WithDefault("100")
  int maxPerCall();

  /** How long a decision may take; then Redis counts as away. 10 ms to 1 min. */
  @WithDefault("PT1S")
  Duration timeout();

  /** What is decided while Redis is away. */
  @WithDefault("refuse-failures")
  WhenUnavailable whenUnavailable();

  /** The policies by name; some are shipped. */
  Map<String, PolicySettings> policies();

  /** A policy: so many units in a window, all at once or one after the other. */
  interface PolicySettings {

    /** Units in a window, 1 to 1,000,000, and at most 1,000 a second. */
    long quota();

    /** The window: whole seconds, 1 s to 366 d. */
    Duration window();

    /** What is counted: all that is tried, or failures only. */
    @WithDefault("all")
    Counting counting();
  }
}
