package dev.parley.cache.value;

import io.smallrye.config.WithDefault;

/** Cached values. */
public interface ValueSettings {

  /** Bytes of one value, 1 to 16,777,216. */
  @WithDefault("1048576")
  int maxBytes();
}
