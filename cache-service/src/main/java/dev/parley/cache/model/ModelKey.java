package dev.parley.cache.model;

/** Names a read model. */
public sealed interface ModelKey {

  /** The memberships of a user. */
  record List(String user) implements ModelKey {}

  /** What a conversation shows of itself. */
  record Conversation(String id) implements ModelKey {}

  /** The last messages of a conversation. */
  record Recent(String id) implements ModelKey {}
}
