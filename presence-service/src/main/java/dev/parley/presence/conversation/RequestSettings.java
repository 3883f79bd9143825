package dev.parley.presence.conversation;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a replica asks of others by stream. */
public interface RequestSettings {

  /** How long a request waits for its reply; less than the gateways wait for theirs. */
  @WithDefault("PT5S")
  Duration timeout();

  /** How many may wait for their reply at once, of each kind; 1 to 100,000. */
  @WithDefault("1000")
  int maxPending();
}
