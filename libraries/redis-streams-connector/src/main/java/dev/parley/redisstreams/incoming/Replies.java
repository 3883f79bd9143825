package dev.parley.redisstreams.incoming;

import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers of the reading commands, in RESP2 and in RESP3. */
final class Replies {

  private Replies() {}

  /**
   * Answer of {@code XREAD} and {@code XREADGROUP}: stream to entries. RESP3 has a map, RESP2 a
   * list of pairs; nothing read is nil in both.
   */
  static Map<String, List<Entry>> streams(Response reply) {
    Map<String, List<Entry>> streams = new LinkedHashMap<>();
    if (reply == null) {
      return streams;
    }
    if (reply.isMap()) {
      reply.getKeys().forEach(stream -> streams.put(stream, Entry.list(reply.get(stream))));
      return streams;
    }
    for (int i = 0; i < reply.size(); i++) {
      Response pair = reply.get(i);
      streams.put(pair.get(0).toString(), Entry.list(pair.get(1)));
    }
    return streams;
  }
}
