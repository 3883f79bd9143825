package dev.parley.cache.feed;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Cached pages of feeds. */
public interface FeedSettings {

  /** How long a page is fresh; 1 s to 1 d. */
  @WithDefault("PT10M")
  Duration ttl();

  /** How long a page is given on after that, while another one is loaded; 0 to 1 d. */
  @WithDefault("PT10M")
  Duration stale();

  /** How long who loads a page may take, before another caller is asked to; 100 ms to 10 min. */
  @WithDefault("PT10S")
  Duration loadTime();

  /** How long others wait for a page that is not there yet; 0 to 10 s. */
  @WithDefault("PT0.3S")
  Duration waitTime();

  /** How many wait at once in a replica; others are told at once to come again; 0 to 100,000. */
  @WithDefault("1000")
  int maxWaiting();

  /** Bytes of one page, 1 to 16,777,216; see {@code parley.values.max-bytes}. */
  @WithDefault("1048576")
  int maxBytes();

  /** After which time Redis counts as away: callers load for themselves; 1 ms to 1 min. */
  @WithDefault("PT0.5S")
  Duration timeout();
}
