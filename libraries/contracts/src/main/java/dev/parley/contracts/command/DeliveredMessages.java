package dev.parley.contracts.command;

/**
 * {@code message:delivered}: a device of the caller has everything up to a message. Never goes
 * back. Answered by {@code PositionReached}.
 *
 * @param seq the last one, at least 1; beyond the last message it counts as that one
 */
public record DeliveredMessages(String conversationId, Long seq) implements ConversationCommand {

  @Override
  public DeliveredMessages check() {
    Check.id("conversationId", conversationId);
    Check.present("seq", seq);
    Check.seq("seq", seq, 1);
    return this;
  }
}
