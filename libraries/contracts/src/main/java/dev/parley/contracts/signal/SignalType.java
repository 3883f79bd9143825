package dev.parley.contracts.signal;

/**
 * The names of the signals: facts about a user that presence-service takes in their order, from the
 * partition of the envelope's user. Beside these, {@code presence:set} travels there, which has a
 * reply.
 */
public final class SignalType {

  /** Payload: {@link UserConnections}. */
  public static final String CONNECTIONS = "user:connections";

  /** About several users of a partition. Payload: {@link NodeGone}. */
  public static final String NODE_GONE = "user:node-gone";

  /** About several users of a partition. Payload: {@link UsersDue}. */
  public static final String DUE = "user:due";

  /** Of how many users a signal about several is at most. */
  public static final int MAX_USERS = 100;

  private SignalType() {}
}
