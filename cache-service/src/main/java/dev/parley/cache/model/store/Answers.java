package dev.parley.cache.model.store;

import io.vertx.mutiny.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What scripts answer. Pure functions. */
final class Answers {

  private static final byte[] NOTHING = {};

  private Answers() {}

  /** The bytes of a value; none for a value that is not there. */
  static byte[] bytes(Response value) {
    return value == null ? NOTHING : value.getDelegate().toBytes();
  }

  /** A text; null for a value that is not there. */
  static String text(Response value) {
    return value == null ? null : value.toString(StandardCharsets.UTF_8);
  }

  /** A number; 0 for a value that is not there. */
  static long number(Response value) {
    return value == null ? 0 : value.toLong();
  }

  /** The fields of a hash with their values. */
  static Map<String, String> fields(Response all) {
    Map<String, String> fields = new HashMap<>(all.size());
    for (int i = 0; i < all.size(); i += 2) {
      fields.put(text(all.get(i)), text(all.get(i + 1)));
    }
    return fields;
  }
}
