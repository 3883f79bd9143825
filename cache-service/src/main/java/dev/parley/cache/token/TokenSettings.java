package dev.parley.cache.token;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Refresh tokens and one-time tokens. */
public interface TokenSettings {

  /** How long a refresh token is good that is not used; 1 s to 365 d. */
  @WithDefault("P30D")
  Duration refreshTtl();

  /**
   * For how long a refresh token that was just replaced gets its successor again, for clients whose
   * answer got lost, instead of counting as stolen; 0 to 1 min.
   */
  @WithDefault("PT0S")
  Duration reuseLeeway();

  /** How long a token that proves an e-mail address is good; 1 s to 30 d. */
  @WithDefault("PT24H")
  Duration emailVerificationTtl();

  /** How long a token that allows to set a new password is good; 1 s to 30 d. */
  @WithDefault("PT1H")
  Duration passwordResetTtl();

  /** How long an invitation is good; 1 s to 30 d. */
  @WithDefault("P7D")
  Duration inviteTtl();

  /** How long a token for any other purpose is good; 1 s to 30 d. */
  @WithDefault("PT1H")
  Duration otherTtl();

  /** How often a code may be tried; after the last wrong one it is gone; 1 to 20. */
  @WithDefault("5")
  int codeAttempts();
}
