package dev.parley.gateway.node;

/**
 * Payload of {@code ready}: the connection is open, its user can be reached.
 *
 * @param deviceId what the client has called its device, else the same as {@code sessionId}
 * @param heartbeatSeconds time between two pings of the server
 */
record Ready(
    String sessionId, String userId, String deviceId, String nodeId, long heartbeatSeconds) {

  static final String NAME = "ready";
}
