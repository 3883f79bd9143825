package dev.parley.cache.model;

/** Names a read model. */
public sealed interface ModelKey {

  /** The user, or the conversation. */
  String id();

  /** A user's memberships. */
  record List(String id) implements ModelKey {}

  /** What a conversation shows of itself. */
  record Conversation(String id) implements ModelKey {}

  /** The last messages of a conversation. */
  record Recent(String id) implements ModelKey {}
}
