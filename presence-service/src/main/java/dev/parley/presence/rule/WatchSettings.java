package dev.parley.presence.rule;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Who may watch whom. */
public interface WatchSettings {

  /** Whom a user may watch. */
  enum Rule {
    EVERYONE,
    /** Only those with whom the user shares a conversation. */
    SHARED
  }

  /** {@code everyone}, or {@code shared}: only who shares a conversation. */
  @WithDefault("everyone")
  Rule rule();

  /** How long it is remembered who shares a conversation; 1 ms or more. */
  @WithDefault("PT1M")
  Duration remember();

  /** Of how many pairs of users that is remembered at most, some 200 bytes each; 0 or more. */
  @WithDefault("100000")
  int maxRemembered();
}
