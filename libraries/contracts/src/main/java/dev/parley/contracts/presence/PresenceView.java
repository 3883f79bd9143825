package dev.parley.contracts.presence;

import java.time.Instant;

/**
 * A user's presence; payload of {@code user:status}. What is null is not there.
 *
 * @param status one of {@link PresenceStatus}; {@code invisible} only in what the user itself is
 *     told
 * @param text what the user wants to say beside it
 * @param expiresAt until when status and text are chosen
 * @param lastSeen when the user was here last; only while {@code offline}, and null for one who
 *     never was
 * @param revision grows with every change of this user: a view with a lower one is older; 0 for one
 *     who is unknown
 */
public record PresenceView(
    String userId,
    String status,
    String text,
    Instant expiresAt,
    Instant lastSeen,
    long revision) {}
