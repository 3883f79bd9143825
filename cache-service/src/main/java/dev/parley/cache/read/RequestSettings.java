package dev.parley.cache.read;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is asked of message-service, {@code parley.requests}; each bound is one replica's. */
public interface RequestSettings {

  /** How many may be under way at once, 1 to 100,000. */
  @WithDefault("1000")
  int maxPending();

  /** How long each waits for its answer; at least a millisecond. */
  @WithDefault("PT5S")
  Duration timeout();
}
