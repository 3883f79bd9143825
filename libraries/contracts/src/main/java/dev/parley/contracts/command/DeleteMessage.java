package dev.parley.contracts.command;

/**
 * {@code message:delete}: take back an own message, or as an admin any; what stays is a tombstone
 * with its {@code seq}. Answered by {@code MessageChanged}.
 */
public record DeleteMessage(String messageId) implements MessageCommand {

  @Override
  public DeleteMessage check() {
    Check.messageId("messageId", messageId);
    return this;
  }
}
