package dev.parley.cache.limit;

import io.smallrye.config.WithDefault;

/** Rate limits. */
public interface LimitSettings {

  /** Policies that one call may name, 1 to 64. */
  @WithDefault("16")
  int maxPerCall();
}
