package dev.parley.contracts.command;

/**
 * {@code message:read}: the caller has read everything up to a message. Never goes back. Answered
 * by {@code PositionReached}.
 *
 * @param seq the last one, at least 1; beyond the last message it counts as that one
 */
public record ReadMessages(String conversationId, Long seq) implements ConversationCommand {

  @Override
  public ReadMessages check() {
    Check.id("conversationId", conversationId);
    Check.present("seq", seq);
    Check.seq("seq", seq, 1);
    return this;
  }
}
