package dev.parley.gateway.node;

/**
 * Payload of {@code ready}: the connection is open, its user can be reached.
 *
 * @param heartbeatSeconds time between two pings of the server
 */
record Ready(String sessionId, String userId, String nodeId, long heartbeatSeconds) {

  static final String NAME = "ready";
}
