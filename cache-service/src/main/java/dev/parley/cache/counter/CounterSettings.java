package dev.parley.cache.counter;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Counters of posts. */
public interface CounterSettings {

  /** Changes of a post are told once in this time; 1 ms to 1 h. */
  @WithDefault("PT1S")
  Duration coalesce();
}
