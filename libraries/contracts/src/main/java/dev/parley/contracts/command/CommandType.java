package dev.parley.contracts.command;

/**
 * The names of the commands: a client's wish that changes conversation state and has exactly one
 * reply, and those about typing, which change nothing and have none. They are what clients call and
 * what stands in {@code Envelope.type}.
 */
public final class CommandType {

  public static final String CREATE_CONVERSATION = "conversation:create";
  public static final String UPDATE_CONVERSATION = "conversation:update";
  public static final String DELETE_CONVERSATION = "conversation:delete";
  public static final String JOIN_CONVERSATION = "conversation:join";
  public static final String LEAVE_CONVERSATION = "conversation:leave";
  public static final String ADD_MEMBERS = "conversation:add";
  public static final String REMOVE_MEMBERS = "conversation:remove";
  public static final String CHANGE_ROLE = "conversation:role";
  public static final String MUTE_CONVERSATION = "conversation:mute";
  public static final String ARCHIVE_CONVERSATION = "conversation:archive";
  public static final String PIN_CONVERSATION = "conversation:pin";
  public static final String SEND_MESSAGE = "message:send";
  public static final String SCHEDULE_MESSAGE = "message:schedule";
  public static final String UNSCHEDULE_MESSAGE = "message:unschedule";
  public static final String EDIT_MESSAGE = "message:edit";
  public static final String DELETE_MESSAGE = "message:delete";
  public static final String REACT_TO_MESSAGE = "message:react";
  public static final String PIN_MESSAGE = "message:pin";
  public static final String READ_MESSAGES = "message:read";
  public static final String DELIVERED_MESSAGES = "message:delivered";
  public static final String START_TYPING = "typing:start";
  public static final String STOP_TYPING = "typing:stop";

  private CommandType() {}
}
