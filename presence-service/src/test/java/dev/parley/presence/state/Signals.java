package dev.parley.presence.state;

import dev.parley.contracts.signal.UserConnections;
import java.util.Arrays;
import java.util.List;

/** Signals as gateways make them, in few words. */
public final class Signals {

  private Signals() {}

  /** The connections of a user at a node; the device is called as the session. */
  public static UserConnections at(
      String node, long number, UserConnections.Connection... connections) {
    return new UserConnections(node, number, Arrays.asList(connections));
  }

  /** A node that has none any more. */
  public static UserConnections none(String node, long number) {
    return new UserConnections(node, number, List.of());
  }

  public static UserConnections.Connection active(String session) {
    return new UserConnections.Connection(session, session, 1_000, 0);
  }

  public static UserConnections.Connection idle(String session) {
    return new UserConnections.Connection(session, session, 1_000, 2_000);
  }
}
