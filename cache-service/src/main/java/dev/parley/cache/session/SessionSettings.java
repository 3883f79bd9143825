package dev.parley.cache.session;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sessions of users. */
public interface SessionSettings {

  /** How long a session lives without being used; 1 s to the cap. */
  @WithDefault("PT1H")
  Duration idle();

  /** How long a session lives however much it is used; up to 365 d. */
  @WithDefault("PT24H")
  Duration cap();

  /** Sessions of one user, 1 to 1,000: the one that was used least lately ends for a new one. */
  @WithDefault("100")
  int maxPerUser();
}
