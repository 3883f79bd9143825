package dev.parley.redisstreams.outgoing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;

/** Payload to bytes: as they are, text as UTF-8, anything else as the JSON that Vert.x makes. */
final class Payloads {

  private Payloads() {}

  /**
   * The bytes of a payload. A {@code byte[]} is not copied: it belongs to the channel from now on.
   *
   * @throws IllegalArgumentException when there is none or it cannot be written
   */
  static byte[] bytes(Object payload) {
    if (payload instanceof byte[] bytes) {
      return bytes;
    }
    if (payload instanceof Buffer buffer) {
      return buffer.getBytes();
    }
    if (payload instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (payload == null) {
      throw new IllegalArgumentException("a message has no payload");
    }
    return json(payload);
  }

  private static byte[] json(Object payload) {
    try {
      return Json.encodeToBuffer(payload).getBytes();
    } catch (EncodeException unencodable) {
      throw new IllegalArgumentException(
          "a payload of " + payload.getClass().getName() + " cannot be written as JSON",
          unencodable);
    }
  }
}
