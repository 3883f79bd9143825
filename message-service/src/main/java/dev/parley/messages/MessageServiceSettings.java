package dev.parley.messages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * The settings of this service. Each can be set by the environment variable of the same name in
 * capitals ({@code parley.key-prefix} by {@code PARLEY_KEY_PREFIX}); the README lists them all.
 */
@ConfigMapping(prefix = "parley")
public interface MessageServiceSettings {

  /** What every Redis key starts with; the same for all services. Default {@code parley:}. */
  @WithDefault("parley:")
  String keyPrefix();

  /** Number of partitions of commands and events, 1 to 1024; the same for all. Default 16. */
  @WithDefault("16")
  int partitions();

  /** Conversations kept in memory. */
  Cache cache();

  /** How often a batch that lost a race for a seq is tried again at once. Default 8 times. */
  @WithDefault("8")
  int insertAttempts();

  /** The last message in the conversation document, which is brought up to date behind. */
  LastMessage lastMessage();

  /** Conversations kept in memory; an entry that is missing is loaded from MongoDB. */
  interface Cache {

    /** Upper bound of the conversations in memory, about 400 bytes each. Default 10000. */
    @WithDefault("10000")
    int conversations();

    /** How long a conversation stays in memory without being used. Default 10 minutes. */
    @WithDefault("PT10M")
    Duration idle();

    /**
     * Upper bound of the sends that are remembered to answer a retry without asking MongoDB, about
     * 250 bytes each. Default 20000.
     */
    @WithDefault("20000")
    int recentSends();
  }

  /** The last message in the conversation document. */
  interface LastMessage {

    /** How often a conversation's document is written at most. Default 1 second. */
    @WithDefault("PT1S")
    Duration interval();

    /** Upper bound of the conversations that wait to be written. Default 20000. */
    @WithDefault("20000")
    int maxWaiting();
  }
}
