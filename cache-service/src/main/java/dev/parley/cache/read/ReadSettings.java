package dev.parley.cache.read;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Answers from read models, {@code parley.reads}; each bound is one replica's. */
public interface ReadSettings {

  /**
   * How long a question waits for events to be applied that were there before it; then
   * message-service is asked. 0 to 5 s.
   */
  @WithDefault("PT0.5S")
  Duration patience();

  /** How long a question waits for a model to be loaded; 100 ms to 30 s. */
  @WithDefault("PT2S")
  Duration loadTimeout();

  /** How many bytes of JSON a page has at most, and one entry at least; 1,024 to 4,194,304. */
  @WithDefault("262144")
  int maxPageBytes();
}
