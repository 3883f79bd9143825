package dev.parley.redisstreams.incoming;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream entry as it is read.
 *
 * @param key null when it has none
 * @param data null when it has no such field, which no sender of ours makes
 */
record Entry(String id, String key, byte[] data) {

  private static final byte[] NOTHING = {};

  /** The payload; empty where there is none. */
  byte[] payload() {
    return data == null ? NOTHING : data;
  }

  /**
   * A list of entries as Redis answers it: {@code [[id, [field, value, …]], …]}. Entries that were
   * trimmed while they were pending come as nil (Redis 6.2) or without fields, and are passed over.
   */
  static List<Entry> list(Response entries) {
    List<Entry> list = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Response entry = entries.get(i);
      if (entry != null && entry.size() >= 2 && entry.get(1) != null) {
        list.add(of(entry.get(0).toString(), entry.get(1)));
      }
    }
    return list;
  }

  private static Entry of(String id, Response fields) {
    String key = null;
    byte[] data = null;
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      switch (fields.get(i).toString()) {
        case "key" -> key = fields.get(i + 1).toString();
        case "data" -> data = fields.get(i + 1).toBytes();
        default -> {}
      }
    }
    return new Entry(id, key, data);
  }
}
