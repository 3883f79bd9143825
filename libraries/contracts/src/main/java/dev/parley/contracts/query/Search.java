package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/**
 * {@code search}: messages with words, in the caller's conversations, the latest first. Answered by
 * {@code SearchPage}, which says how it was searched.
 *
 * @param text the words, {@value #MIN_TEXT_BYTES} to {@value #MAX_TEXT_BYTES} bytes of UTF-8; a
 *     message has all of them
 * @param conversationId only there; null for all conversations of the caller
 * @param cursor where the page before says to continue; null for the beginning
 * @param limit 1 to {@value Query#MAX_LIMIT}; null is {@value Query#DEFAULT_LIMIT}
 */
public record Search(String text, String conversationId, String cursor, Integer limit)
    implements Query {

  public static final int MIN_TEXT_BYTES = 2;
  public static final int MAX_TEXT_BYTES = 256;

  @Override
  public Search check() {
    Check.text("text", text, MIN_TEXT_BYTES, MAX_TEXT_BYTES);
    if (conversationId != null) {
      Check.id("conversationId", conversationId);
    }
    Check.optionalText("cursor", cursor, ListConversations.MAX_CURSOR_BYTES);
    Check.limit("limit", limit, MAX_LIMIT);
    return this;
  }
}
