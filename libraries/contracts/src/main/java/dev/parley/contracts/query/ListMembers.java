package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/**
 * {@code conversation:members}: members with their roles and positions, by user id. Answered by
 * {@code MemberPage}.
 *
 * @param after the last user of the page before; null for the beginning
 * @param limit 1 to {@value Query#MAX_LIMIT}; null is {@value Query#DEFAULT_LIMIT}
 */
public record ListMembers(String conversationId, String after, Integer limit) implements Query {

  @Override
  public ListMembers check() {
    Check.id("conversationId", conversationId);
    if (after != null) {
      Check.userId("after", after);
    }
    Check.limit("limit", limit, MAX_LIMIT);
    return this;
  }
}
