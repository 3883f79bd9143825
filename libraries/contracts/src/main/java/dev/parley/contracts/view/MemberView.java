package dev.parley.contracts.view;

import java.time.Instant;

/**
 * A member as the other members see it.
 *
 * @param role name of a {@code Role}
 * @param joinedSeq the last seq when the user joined
 * @param readSeq up to where the user has read
 * @param deliveredSeq up to where a device of the user has got the messages
 */
public record MemberView(
    String userId,
    String role,
    Instant joinedAt,
    long joinedSeq,
    long readSeq,
    long deliveredSeq) {}
