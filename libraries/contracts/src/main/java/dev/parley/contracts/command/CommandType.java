package dev.parley.contracts.command;

/**
 * The names of the commands: a client's wish that changes conversation state and has exactly one
 * reply. They are what clients call and what stands in {@code Envelope.type}.
 */
public final class CommandType {

  public static final String CREATE_CONVERSATION = "conversation:create";
  public static final String SEND_MESSAGE = "message:send";

  private CommandType() {}
}
