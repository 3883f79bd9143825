package dev.parley.cache.counter;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Counters of posts. */
public interface CounterSettings {

  /** Changes of a post are told once in this time; 1 ms to 1 h. */
  @WithDefault("PT1S")
  Duration coalesce();

  /** How often is looked for what is to be told; 1 ms to 1 min. */
  @WithDefault("PT0.25S")
  Duration dueInterval();

  /** After which time Redis counts as away, and a call is answered 503; 1 ms to 1 min. */
  @WithDefault("PT2S")
  Duration timeout();
}
