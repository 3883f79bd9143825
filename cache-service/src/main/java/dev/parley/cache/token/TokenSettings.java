package dev.parley.cache.token;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Refresh tokens and one-time tokens. */
public interface TokenSettings {

  /** How long a refresh token is good that is not used; 1 s to 365 d. */
  @WithDefault("P30D")
  Duration refreshTtl();
}
