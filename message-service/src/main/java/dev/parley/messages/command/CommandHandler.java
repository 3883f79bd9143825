package dev.parley.messages.command;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.messages.message.SendKey;

/**
 * Carries out one type of command. A bean of this type is all that a new command needs.
 *
 * <p>Handlers decide in memory, on a {@link Plan}; what they plan is then stored for the whole
 * batch at once, and when that meets a duplicate, they are asked again. So {@link #decide} has no
 * effect but on the plan, and does not wait for anything.
 *
 * @param <C> the command's record of the contracts
 */
public interface CommandHandler<C> {

  /** The command's name. */
  String type();

  /** The command's record. */
  Class<C> payloadType();

  /**
   * Checks what the command says by itself, and tells which conversation it is about.
   *
   * @throws dev.parley.contracts.command.InvalidFieldException when the client has to correct it
   * @throws MalformedException when a gateway should never have let it pass
   */
  String conversationOf(C payload, Envelope envelope);

  /** What makes a retry of this command recognisable in the stored messages; null for nothing. */
  default SendKey sendKeyOf(C payload, Envelope envelope) {
    return null;
  }

  /** Which scheduled message the command is about, there or not; null for none. */
  default SendKey scheduleOf(C payload, Envelope envelope) {
    return null;
  }

  /** Primary key of the stored message that the command is about; null for none. */
  default String targetOf(C payload) {
    return null;
  }

  /**
   * Decides what becomes of the command, given the conversation as it is after all commands before
   * it. The outcome holds only if the plan is stored.
   */
  Outcome decide(Command<C> command, Plan plan);
}
