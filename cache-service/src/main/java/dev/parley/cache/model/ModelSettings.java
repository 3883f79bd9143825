package dev.parley.cache.model;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Read models: how long they stay, and how much they hold. */
public interface ModelSettings {

  /** How long a list of memberships stays that nobody asks for; 2 min to 1 d. */
  @WithDefault("PT300S")
  Duration listTtl();

  /** The same for what a conversation shows of itself; 10 s to 1 d. */
  @WithDefault("PT600S")
  Duration conversationTtl();

  /** The same for the last messages of a conversation; 10 s to 1 d. */
  @WithDefault("PT1800S")
  Duration recentTtl();

  /** How many of the last messages of a conversation are kept, 1 to 200. */
  @WithDefault("100")
  int recentMessages();

  /**
   * Bytes of the last messages of a conversation, as they are kept, 1,024 to 4,194,304; beyond them
   * there are fewer messages, but always the last one.
   */
  @WithDefault("262144")
  int recentBytes();

  /** How many memberships a list has at most: those above are not looked at, 1 to 10,000. */
  @WithDefault("1000")
  int maxMemberships();
}
