package dev.parley.redisstreams.incoming;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One stream entry as it is read.
 *
 * @param key null when it has none
 * @param data null when it has no such field, which no sender of ours makes
 * @param headers its other fields, as text
 */
record Entry(String id, String key, byte[] data, Map<String, String> headers) {

  /** A dead letter that was put back is for this group alone. */
  static final String REPLAY_FOR = "dead-letter-replay-for";

  /** Whether the entry is for the group (null: a reader without one). */
  boolean isFor(String group) {
    String only = headers.get(REPLAY_FOR);
    return only == null || group == null || only.equals(group);
  }

  /**
   * A list of entries as Redis answers it: {@code [[id, [field, value, …]], …]}. Entries without
   * fields (trimmed meanwhile) are passed over.
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

  static Entry of(String id, Response fields) {
    String key = null;
    byte[] data = null;
    Map<String, String> headers = Map.of();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String field = fields.get(i).toString();
      Response value = fields.get(i + 1);
      switch (field) {
        case "key" -> key = value.toString();
        case "data" -> data = value.toBytes();
        default -> {
          headers = headers.isEmpty() ? new LinkedHashMap<>() : headers;
          headers.put(field, value.toString());
        }
      }
    }
    return new Entry(id, key, data, headers);
  }
}
