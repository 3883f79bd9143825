package dev.parley.cache.session;

import java.time.Instant;

/**
 * A session of a user. Its secret is not here: nobody has it but the client.
 *
 * @param sessionId its public name, the {@code sid} of its tokens
 * @param device what the device calls itself; null for nothing
 * @param address where it was used from last; null for not known
 * @param data the application's own, a JSON object; null for none
 * @param expiresAt when it ends unless it is used before
 */
public record Session(
    String sessionId,
    String userId,
    String device,
    String address,
    String data,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt) {}
