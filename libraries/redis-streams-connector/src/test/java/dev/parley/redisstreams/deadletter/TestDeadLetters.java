package dev.parley.redisstreams.deadletter;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Dead letters as the connector writes them, made by hand. */
final class TestDeadLetters {

  /** What is no text in any encoding that is in use. */
  static final Buffer BINARY = Buffer.buffer(new byte[] {0, (byte) 0xff, 10, (byte) 0xc3, 40, 0});

  private final TestRedis redis;
  private final StreamNames names;

  TestDeadLetters(TestRedis redis, String stream, int partitions) {
    this.redis = redis;
    this.names = new StreamNames(stream, partitions);
  }

  String stream(int partition) {
    return names.partition(partition);
  }

  String deadLetters(int partition) {
    return StreamNames.deadLetters(names.partition(partition));
  }

  /** With the id that is given, so that tests know the order. */
  DeadLetterId add(int partition, long millis, String key, Object data) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("data", data);
    fields.put("tenant", "blue");
    return add(partition, millis, fields);
  }

  DeadLetterId add(int partition, long millis, Map<String, Object> original) {
    Map<String, Object> fields = new LinkedHashMap<>(original);
    fields.put("dead-letter-cause", "java.lang.IllegalStateException: no such order");
    fields.put("dead-letter-stream", stream(partition));
    fields.put("dead-letter-id", "1700000000000-7");
    fields.put("dead-letter-group", "billing");
    fields.put("dead-letter-attempts", "5");
    fields.put("dead-letter-time", "2026-11-21T10:00:00Z");
    return addRaw(partition, millis, fields);
  }

  DeadLetterId addRaw(int partition, long millis, Map<String, Object> fields) {
    Request add = Request.cmd(Command.XADD).arg(deadLetters(partition)).arg(millis + "-0");
    fields.forEach(
        (name, value) -> {
          add.arg(name);
          if (value instanceof Buffer bytes) {
            add.arg(bytes);
          } else {
            add.arg(value.toString());
          }
        });
    return new DeadLetterId(partition, TestRedis.await(redis.redis.send(add)).toString());
  }

  /** Field names and values of all entries of a stream, flat. */
  Response entries(String stream) {
    return redis.run(Command.XRANGE, stream, "-", "+");
  }
}
