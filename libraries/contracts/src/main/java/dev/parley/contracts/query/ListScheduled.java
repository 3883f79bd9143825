package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/**
 * {@code message:scheduled}: what the caller has scheduled in a conversation, the soonest first;
 * all of it, because it is bounded. Answered by {@code ScheduledMessages}.
 */
public record ListScheduled(String conversationId) implements Query {

  @Override
  public ListScheduled check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
