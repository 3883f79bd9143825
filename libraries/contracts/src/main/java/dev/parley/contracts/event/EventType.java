package dev.parley.contracts.event;

/** The names of the events: facts that have happened and are stored. Clients see the same names. */
public final class EventType {

  public static final String CONVERSATION_CREATED = "conversation:created";
  public static final String MESSAGE_NEW = "message:new";

  private EventType() {}
}
