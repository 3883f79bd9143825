package dev.parley.gateway.session;

import java.time.Instant;

/**
 * Who a client is, as its token says.
 *
 * @param userId the token's subject
 * @param expiresAt when the token, and with it the connection, ends
 */
public record Identity(String userId, Instant expiresAt) {}
