package dev.parley.contracts.signal;

import java.util.List;

/**
 * Payload of {@code user:node-gone}: the node at which these users had connections has died.
 *
 * @param since when its lease ended at the latest, in milliseconds since 1970 by the Redis server
 * @param users 1 to {@value SignalType#MAX_USERS}, all of the partition of the envelope's user
 */
public record NodeGone(String node, long since, List<String> users) {}
