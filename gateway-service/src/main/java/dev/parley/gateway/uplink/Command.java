package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.RawJson;

/**
 * A client's wish, checked and ready for the stream.
 *
 * @param key what the partition is chosen by
 * @param payload the canonical JSON of the contract's record: unknown fields are gone
 */
record Command(String type, String key, RawJson payload) {}
