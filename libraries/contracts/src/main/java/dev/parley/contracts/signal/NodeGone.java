package dev.parley.contracts.signal;

/**
 * Payload of {@code user:node-gone}: the node at which the envelope's user had connections has
 * died.
 *
 * @param since when its lease ended at the latest, in milliseconds since 1970 by the Redis server
 */
public record NodeGone(String node, long since) {}
