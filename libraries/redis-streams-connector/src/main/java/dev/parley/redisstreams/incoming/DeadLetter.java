package dev.parley.redisstreams.incoming;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of a dead letter: those of the entry, and why, where from, of which group, after how
 * many attempts and when it was given up.
 */
final class DeadLetter {

  private static final String PREFIX = "dead-letter-";
  private static final int MAX_CAUSE = 1_000;

  private DeadLetter() {}

  /** Fields and values in turn: text, or {@code Buffer}. */
  static List<Object> fields(Delivery delivery, String group, Throwable cause) {
    Entry entry = delivery.entry();
    List<Object> fields = new ArrayList<>(20);
    if (entry.key() != null) {
      add(fields, "key", entry.key());
    }
    if (entry.data() != null) {
      add(fields, "data", Buffer.buffer(entry.data()));
    }
    for (Map.Entry<String, String> header : entry.headers().entrySet()) {
      if (!header.getKey().startsWith(PREFIX)) {
        add(fields, header.getKey(), header.getValue());
      }
    }
    String why = cause.toString();
    add(fields, PREFIX + "cause", why.substring(0, Math.min(MAX_CAUSE, why.length())));
    add(fields, PREFIX + "stream", delivery.partition().stream());
    add(fields, PREFIX + "id", entry.id());
    add(fields, PREFIX + "group", group == null ? "" : group);
    add(fields, PREFIX + "attempts", Integer.toString(delivery.count()));
    add(fields, PREFIX + "time", Instant.now().toString());
    return fields;
  }

  static void append(Request command, List<Object> fields) {
    for (Object field : fields) {
      if (field instanceof Buffer bytes) {
        command.arg(bytes);
      } else {
        command.arg((String) field);
      }
    }
  }

  private static void add(List<Object> fields, String name, Object value) {
    fields.add(name);
    fields.add(value);
  }
}
