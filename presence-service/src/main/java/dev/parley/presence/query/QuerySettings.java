package dev.parley.presence.query;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Questions that come by stream. */
public interface QuerySettings {

  /** How many are under way in a replica at most, 1 to 64. */
  @WithDefault("32")
  int atOnce();

  /** An older one is passed over: the gateways' {@code parley.request.timeout}. */
  @WithDefault("PT10S")
  Duration maxAge();
}
