package dev.parley.contracts.command;

import dev.parley.contracts.id.MessageIds;

/** A command about one message that is stored. */
public interface MessageCommand extends ConversationCommand {

  /** {@code <conversationId>:<seq>}. */
  String messageId();

  @Override
  MessageCommand check();

  @Override
  default String conversationId() {
    return MessageIds.conversationOf(messageId());
  }

  /** The message's place in its conversation. After {@link #check}. */
  default long seq() {
    return MessageIds.seqOf(messageId());
  }
}
