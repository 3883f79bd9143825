package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/** {@code conversation:get}: one conversation of the caller. Answered by {@code MyConversation}. */
public record GetConversation(String conversationId) implements Query {

  @Override
  public GetConversation check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
