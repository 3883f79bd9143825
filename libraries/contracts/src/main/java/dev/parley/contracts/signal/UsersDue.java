package dev.parley.contracts.signal;

import java.util.List;

/**
 * Payload of {@code user:due}: something about these users that was put off is due by the
 * envelope's time, which is the Redis server's.
 *
 * @param users 1 to {@value SignalType#MAX_USERS}, all of the partition of the envelope's user
 */
public record UsersDue(List<String> users) {}
