package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.RawJson;

/**
 * What a client wants, checked and ready for its stream.
 *
 * @param key of a command the conversation: it decides the partition; of a query the conversation
 *     or the caller; of a signal the user
 * @param payload the canonical JSON of the contract's record: unknown fields are gone
 */
record Command(Way way, String type, String key, RawJson payload) {

  /** The same by another way. */
  Command by(Way other) {
    return new Command(other, type, key, payload);
  }
}
