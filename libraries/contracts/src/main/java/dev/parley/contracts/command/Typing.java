package dev.parley.contracts.command;

/**
 * {@code typing:start} and {@code typing:stop}: told to the other members, never stored. Without a
 * reply: a client learns only that its request was taken.
 */
public record Typing(String conversationId) implements ConversationCommand {

  @Override
  public Typing check() {
    Check.id("conversationId", conversationId);
    return this;
  }
}
