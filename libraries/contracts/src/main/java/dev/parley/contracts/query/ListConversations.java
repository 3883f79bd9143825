package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/**
 * {@code conversation:list}: the caller's conversations, the one with the latest message first.
 * Answered by {@code ConversationPage}.
 *
 * @param cursor where the page before says to continue; null for the beginning
 * @param limit 1 to {@value Query#MAX_LIMIT}; null is {@value Query#DEFAULT_LIMIT}
 * @param archived whether the archived ones are asked for, instead of the others; null is false
 */
public record ListConversations(String cursor, Integer limit, Boolean archived) implements Query {

  static final int MAX_CURSOR_BYTES = 512;

  @Override
  public ListConversations check() {
    Check.optionalText("cursor", cursor, MAX_CURSOR_BYTES);
    Check.limit("limit", limit, MAX_LIMIT);
    return this;
  }
}
