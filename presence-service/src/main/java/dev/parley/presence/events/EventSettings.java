package dev.parley.presence.events;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Server-sent events. */
public interface EventSettings {

  /** Streams that a replica has at most, 1 to 100,000. */
  @WithDefault("1000")
  int maxStreams();

  /**
   * Events that may wait for the reader of a stream, 1,001 to 100,000 (a stream begins with one for
   * each of up to a thousand users); beyond that it is ended.
   */
  @WithDefault("2000")
  int maxWaiting();

  /**
   * Time between two signs of life; 1 ms or more. A gateway cuts off an answer that stands still
   * for 10 s longer than its answers may take.
   */
  @WithDefault("PT10S")
  Duration heartbeat();

  /** How much further back than asked for a stream is resumed; 0 or more. */
  @WithDefault("PT1M")
  Duration overlap();
}
