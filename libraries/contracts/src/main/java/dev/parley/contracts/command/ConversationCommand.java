package dev.parley.contracts.command;

/** A command about a conversation that exists: what all but the creation have in common. */
public interface ConversationCommand {

  /** Which conversation: it decides the partition, and so the order. After {@link #check}. */
  String conversationId();

  /**
   * Checks shape and sizes, not who may do it.
   *
   * @return this
   * @throws InvalidFieldException naming the field and the limit
   */
  ConversationCommand check();
}
