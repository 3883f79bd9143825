package dev.parley.redisstreams.faults;

import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A stream of one partition, consumers of it in processes of their own, and what they were handed.
 */
final class Scene implements AutoCloseable {

  static final String GROUP = "g";

  final String stream = TestRedis.uniqueStream();
  final TestRedis redis;
  final DeliveryLog log;
  final Consumers consumers;

  /** A scene with these attributes beside those that all have. */
  Scene(TestRedis redis, String... attributes) {
    this.redis = redis;
    this.log = new DeliveryLog(redis.vertx, redis.port(), stream);
    Map<String, String> settings = new HashMap<>();
    settings.put("stream", stream);
    settings.put("group", GROUP);
    settings.put("lease", "PT3S");
    settings.put("block", "PT0.2S");
    for (int i = 0; i < attributes.length; i += 2) {
      settings.put(attributes[i], attributes[i + 1]);
    }
    this.consumers = new Consumers(redis.port(), redis.port(), settings);
  }

  /** Entries {@code <key>-<number>}, of three keys in turn. */
  void add(int from, int to) {
    for (int i = from; i < to; i++) {
      add("k" + i % 3, payload(i));
    }
  }

  void add(String key, String payload) {
    redis.run(Command.XADD, stream, "*", "key", key, "data", payload);
  }

  static String payload(int number) {
    return "k" + number % 3 + "-" + number;
  }

  static List<String> payloads(int from, int to) {
    return IntStream.range(from, to).mapToObj(Scene::payload).toList();
  }

  long pending() {
    return redis.pending(stream, GROUP);
  }

  /** Pending entries by consumer. */
  Map<String, Integer> pendingOf() {
    Map<String, Integer> pending = new HashMap<>();
    Response all = redis.run(Command.XPENDING, stream, GROUP);
    if (all.get(3) != null) {
      all.get(3).forEach(one -> pending.put(one.get(0).toString(), one.get(1).toInteger()));
    }
    return pending;
  }

  /** Names of the consumers that count as alive. */
  List<String> members() {
    List<String> members = new ArrayList<>();
    redis
        .run(Command.ZRANGE, "{" + stream + "}:members:" + GROUP, "0", "-1")
        .forEach(member -> members.add(member.toString()));
    return members;
  }

  /** Who holds the partition; empty for nobody. */
  String owner() {
    Response lease = redis.run(Command.GET, "{" + stream + "}:lease:" + GROUP);
    return lease == null ? "" : lease.toString().split(" ", -1)[0];
  }

  List<String> deadLetters() {
    List<String> payloads = new ArrayList<>();
    for (Response letter : redis.run(Command.XRANGE, "{" + stream + "}:dead-letter", "-", "+")) {
      Response fields = letter.get(1);
      for (int i = 0; i < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          payloads.add(fields.get(i + 1).toString());
        }
      }
    }
    return payloads;
  }

  @Override
  public void close() {
    consumers.close();
  }
}
