package dev.parley.cache.session;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sessions of users. */
public interface SessionSettings {

  /** How long a session lives without being used; 1 s to the cap. */
  @WithDefault("PT1H")
  Duration idle();

  /** How long a session lives however much it is used; 1 s to 365 d. */
  @WithDefault("PT24H")
  Duration cap();

  /** Sessions of one user, 1 to 1,000: the one that was used least lately ends for a new one. */
  @WithDefault("100")
  int maxPerUser();

  /**
   * How long a token lives at most, 1 s to 366 d: for so long it is noted that the tokens of a
   * session were revoked. The same for all services.
   */
  @WithDefault("PT24H")
  Duration tokenLife();

  /**
   * Name of the cookie that is proposed for a new session, 1 to 64 letters, digits or any of {@code
   * _ . -}. Browsers hold one to be set by this very host, by its {@code __Host-}.
   */
  @WithDefault("__Host-session")
  String cookieName();
}
