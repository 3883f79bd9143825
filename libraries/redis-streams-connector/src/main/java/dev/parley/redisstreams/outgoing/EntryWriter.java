package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The commands that add one entry, now or later: the fields {@code key} (when there is one), {@code
 * data} and the headers. Whatever is the same for all messages is encoded once. Thread-safe.
 */
final class EntryWriter {

  private static final LuaScript DELAY = LuaScript.of(EntryWriter.class, "delay.lua");
  private static final byte[] KEY = utf8("key");
  private static final byte[] DATA = utf8("data");
  private static final long NANOS_OF_MILLI = 1_000_000;

  private final OutgoingConfig config;
  private final String sender = UUID.randomUUID().toString();
  private final AtomicLong delayed = new AtomicLong();

  EntryWriter(OutgoingConfig config) {
    this.config = config;
  }

  /** The beginning of each {@code XADD} to a stream, up to the id. */
  Object[] opening(String stream) {
    List<byte[]> opening = new ArrayList<>();
    opening.add(utf8(stream));
    if (!config.createStream()) {
      opening.add(utf8("NOMKSTREAM"));
    }
    if (config.trimAlways() && config.maxLength() > 0) {
      opening.add(utf8("MAXLEN"));
      opening.add(utf8("~"));
      opening.add(utf8(Integer.toString(config.maxLength())));
    }
    opening.add(utf8("*"));
    return opening.toArray();
  }

  /**
   * {@code XADD}.
   *
   * @param key null for none
   */
  Request add(Destination to, byte[] key, byte[] data, Map<String, String> headers) {
    int start = to.opening().length;
    int count = 2 * ((key == null ? 1 : 2) + headers.size());
    Object[] arguments = Arrays.copyOf(to.opening(), start + count);
    fields(arguments, start, key, data, headers);
    return Request.cmd(Command.XADD, arguments);
  }

  /** The same entry, held back for so many milliseconds of Redis' clock. */
  Request addIn(long millis, Destination to, byte[] key, byte[] data, Map<String, String> headers) {
    return delay("in", millis, to, key, data, headers);
  }

  /** The same entry, held back until then. */
  Request addAt(Instant due, Destination to, byte[] key, byte[] data, Map<String, String> headers) {
    // Rounded up: nothing is early. What is past is past, however long.
    long millis =
        due.isBefore(Instant.EPOCH) ? 0 : due.plusNanos(NANOS_OF_MILLI - 1).toEpochMilli();
    return delay("at", millis, to, key, data, headers);
  }

  private Request delay(
      String from,
      long millis,
      Destination to,
      byte[] key,
      byte[] data,
      Map<String, String> headers) {
    String stream = to.stream();
    Request command =
        DELAY.command(
            List.of(StreamNames.delayed(stream), stream, StreamNames.delayedCount(stream)),
            from,
            millis,
            sender + "-" + delayed.incrementAndGet(),
            config.maxBacklog(),
            config.createStream() ? 1 : 0);
    Object[] fields = new Object[2 * ((key == null ? 1 : 2) + headers.size())];
    fields(fields, 0, key, data, headers);
    for (Object field : fields) {
      command.arg((byte[]) field);
    }
    return command;
  }

  private static void fields(
      Object[] into, int start, byte[] key, byte[] data, Map<String, String> headers) {
    int next = start;
    if (key != null) {
      into[next++] = KEY;
      into[next++] = key;
    }
    into[next++] = DATA;
    into[next++] = data;
    if (headers.isEmpty()) {
      return;
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      into[next++] = utf8(header.getKey());
      into[next++] = utf8(header.getValue());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
