package dev.parley.contracts.signal;

import java.util.List;

/**
 * Payload of {@code user:connections}: all connections that the envelope's user has at a node, so
 * that the newest one that has come says everything, however many were lost or came twice.
 *
 * @param node the gateway process that holds them
 * @param number grows with each signal of that node: of two about the same user the one with the
 *     lower number is old
 * @param connections empty when there is none left
 */
public record UserConnections(String node, long number, List<Connection> connections) {

  /**
   * One connection. Times are the gateway's, in milliseconds since 1970.
   *
   * @param session the connection in the node
   * @param device what the client calls its device
   * @param since when it was opened
   * @param idleSince when the client was last active, if that is so long ago that it counts as
   *     away; 0 while it is active
   */
  public record Connection(String session, String device, long since, long idleSince) {}
}
