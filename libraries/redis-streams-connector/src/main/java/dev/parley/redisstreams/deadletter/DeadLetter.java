package dev.parley.redisstreams.deadletter;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry that a consumer group could not process, kept with why. What an entry of a foreign hand
 * does not say is null, or 0.
 *
 * @param id its name among the dead letters
 * @param key the entry's key; null for none
 * @param size bytes of the payload; -1 when there is no payload
 * @param payload the payload, or as much of it as was asked for
 * @param group the consumer group that gave up; null where the reader had none
 * @param attempts how often the entry was handed out
 * @param cause why it failed, class and message
 * @param stream the stream that it comes from, partition included
 * @param entryId its id there
 * @param time when it was given up, ISO-8601
 * @param headers its other fields, as text, in their order
 */
public record DeadLetter(
    DeadLetterId id,
    String key,
    long size,
    Buffer payload,
    String group,
    int attempts,
    String cause,
    String stream,
    String entryId,
    String time,
    Map<String, String> headers) {

  /** Reads one entry as {@code page.lua} answers it. */
  static DeadLetter of(int partition, Response entry) {
    Map<String, String> fields = new LinkedHashMap<>();
    Response pairs = entry.get(1);
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
    }
    return new DeadLetter(
        new DeadLetterId(partition, entry.get(0).toString()),
        fields.remove("key"),
        entry.get(2).toLong(),
        entry.get(3).toBuffer(),
        fields.remove("dead-letter-group"),
        number(fields.remove("dead-letter-attempts")),
        fields.remove("dead-letter-cause"),
        fields.remove("dead-letter-stream"),
        fields.remove("dead-letter-id"),
        fields.remove("dead-letter-time"),
        fields);
  }

  private static int number(String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }
}
