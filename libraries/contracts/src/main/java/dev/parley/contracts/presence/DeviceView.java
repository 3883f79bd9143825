package dev.parley.contracts.presence;

import java.time.Instant;

/**
 * A connection of a user, as other services and the user see it.
 *
 * @param nodeId the gateway process that holds it
 * @param active whether the client was active lately
 * @param lastActiveAt when the client was last active; null while it is active
 */
public record DeviceView(
    String deviceId,
    String sessionId,
    String nodeId,
    Instant connectedAt,
    boolean active,
    Instant lastActiveAt) {}
