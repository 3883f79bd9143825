package dev.parley.contracts.command;

/**
 * {@code message:pin}: put a message at the conversation's board, or take it from there. Answered
 * by {@code MessageChanged}.
 */
public record PinMessage(String messageId, Boolean pinned) implements MessageCommand {

  @Override
  public PinMessage check() {
    Check.messageId("messageId", messageId);
    Check.present("pinned", pinned);
    return this;
  }
}
