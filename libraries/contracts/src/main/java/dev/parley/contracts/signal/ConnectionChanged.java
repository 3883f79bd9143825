package dev.parley.contracts.signal;

/**
 * Payload of {@code user:connected} and {@code user:disconnected}: a client connection of the
 * envelope's user has opened or closed.
 *
 * @param node the gateway process that holds it
 * @param session the connection in that process
 */
public record ConnectionChanged(String node, String session) {}
