package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What the applications of all processes were handed, in the order in which it took effect: a list
 * in a Redis, written over a connection of its own, before the entry is acknowledged.
 */
final class DeliveryLog {

  private static final int PAGE = 20_000;

  private final Redis redis;
  private final String key;
  private final List<Delivered> known = new ArrayList<>();

  DeliveryLog(Vertx vertx, int port, String stream) {
    this.redis =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + port)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(100_000));
    this.key = "log:" + stream;
  }

  /** Appends all or nothing. */
  Future<Response> append(List<Delivered> deliveries) {
    Request push = Request.cmd(Command.RPUSH).arg(key);
    deliveries.forEach(one -> push.arg(one.line()));
    return redis.send(push);
  }

  /** Everything so far. */
  synchronized List<Delivered> all() {
    for (Response page; (page = page()).size() > 0; ) {
      page.forEach(line -> known.add(Delivered.of(line.toString())));
    }
    return List.copyOf(known);
  }

  private Response page() {
    return await(
        redis.send(
            Request.cmd(Command.LRANGE).arg(key).arg(known.size()).arg(known.size() + PAGE - 1)));
  }

  List<Delivered> of(String consumer) {
    return all().stream().filter(one -> one.consumer().equals(consumer)).toList();
  }

  List<String> payloads() {
    return all().stream().map(Delivered::payload).toList();
  }

  List<String> payloads(String consumer) {
    return of(consumer).stream().map(Delivered::payload).toList();
  }
}
