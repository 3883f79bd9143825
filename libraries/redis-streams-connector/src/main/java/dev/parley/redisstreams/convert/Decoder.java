package dev.parley.redisstreams.convert;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Makes one kind of object of bytes. Thread-safe. */
interface Decoder {

  /**
   * The object; never null.
   *
   * @throws Exception whatever it is, the bytes are not such an object
   */
  Object decode(byte[] bytes) throws Exception;

  /** The decoder for {@code target}; what is no type that is known here comes from JSON. */
  static Decoder of(Type target, JsonTypes json) {
    if (target == byte[].class) {
      return bytes -> bytes;
    }
    if (target == String.class) {
      return Decoder::text;
    }
    if (target == Buffer.class) {
      return Buffer::buffer;
    }
    if (target == JsonObject.class) {
      return bytes -> object(Buffer.buffer(bytes));
    }
    if (target == JsonArray.class) {
      return bytes -> array(Buffer.buffer(bytes));
    }
    return json.of(target);
  }

  static String text(byte[] bytes) throws CharacterCodingException {
    // A new decoder refuses what is malformed; String's constructor would replace it.
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static JsonObject object(Buffer bytes) {
    JsonObject object = new JsonObject(bytes);
    return object.getMap() == null ? nothing() : object;
  }

  private static JsonArray array(Buffer bytes) {
    JsonArray array = new JsonArray(bytes);
    return array.getList() == null ? nothing() : array;
  }

  /** JSON's {@code null} is a value, but none that a method could be called with. */
  static <T> T nothing() {
    throw new IllegalArgumentException("the payload is null");
  }
}
