/** Tokens that are good once: refresh tokens, and tokens and codes for a purpose. */
package dev.parley.cache.token;
