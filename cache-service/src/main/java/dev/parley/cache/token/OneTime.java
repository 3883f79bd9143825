package dev.parley.cache.token;

import java.time.Instant;

/**
 * What a one-time token or code is about.
 *
 * @param data the application's own, a JSON object; empty for none
 */
record OneTime(String purpose, String subject, String data, Instant expiresAt) {}
