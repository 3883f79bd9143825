package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.await;
import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Pub/Sub of a real Redis, on a connection of its own. */
final class Announcements implements Wakeups, AutoCloseable {

  private final RedisConnection connection;
  private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();
  private final AtomicInteger subscribed = new AtomicInteger();

  Announcements(TestRedis redis) {
    connection = await(redis.client().connect());
    connection.handler(this::heard);
  }

  @Override
  public void subscribe(String channel, Runnable wake) {
    listeners.put(channel, wake);
    connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
  }

  /** Redis knows of every subscription. */
  void ready() {
    until("subscribed", () -> subscribed.get() == listeners.size());
  }

  @Override
  public void close() {
    connection.close();
  }

  private void heard(Response push) {
    String kind = push.get(0).toString();
    if (kind.equals("subscribe")) {
      subscribed.incrementAndGet();
    } else if (kind.equals("message")) {
      listeners.get(push.get(1).toString()).run();
    }
  }
}
