package dev.parley.contracts.envelope;

import java.util.Objects;

/**
 * What every command, signal and event travels in: who, what, when, and where an answer goes.
 *
 * @param id unique per envelope; the same command sent again by a client has another one
 * @param type name of the payload, such as {@code message:send}
 * @param key what the partition is chosen by: everything with one key keeps its order
 * @param time when the sender made it, milliseconds since the epoch (UTC)
 * @param user the authenticated user on whose behalf it is sent; empty for nobody, as when messages
 *     expire
 * @param replyTo where the reply goes; null for what has no reply (signals, events)
 * @param payload the content that {@code type} names, a JSON object
 */
public record Envelope(
    String id, String type, String key, long time, String user, ReplyTo replyTo, RawJson payload) {

  public Envelope {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(payload, "payload");
  }
}
