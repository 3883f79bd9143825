package dev.parley.cache.session;

import java.time.Duration;

/**
 * A session to be made.
 *
 * @param sessionId new
 * @param hash of its secret
 * @param device empty for none, as are the next two
 * @param idle how long it lives unused, at least a millisecond
 * @param cap how long it lives at most
 */
record NewSession(
    String sessionId,
    String userId,
    String hash,
    String device,
    String address,
    String data,
    Duration idle,
    Duration cap) {}
