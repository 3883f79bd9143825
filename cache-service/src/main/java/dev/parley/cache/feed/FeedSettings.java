package dev.parley.cache.feed;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Cached pages of feeds. */
public interface FeedSettings {

  /** How long a page is fresh; 1 s to 1 d. */
  @WithDefault("PT10M")
  Duration ttl();
}
