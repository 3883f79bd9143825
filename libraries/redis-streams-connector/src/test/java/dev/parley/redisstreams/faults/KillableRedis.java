package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.await;

import dev.parley.redisstreams.RedisProcess;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;

/** A real redis-server that can be killed and started again, with or without what it knew. */
final class KillableRedis implements AutoCloseable {

  private final RedisProcess server;
  private final Vertx vertx = Vertx.vertx();
  private final Redis redis;

  /**
   * A server that has started.
   *
   * @param durable whether it has everything on disk before it answers
   */
  KillableRedis(boolean durable) {
    server =
        new RedisProcess(
            RedisProcess.bundled(),
            RedisProcess.freePort(),
            "--save",
            "",
            "--appendonly",
            durable ? "yes" : "no",
            "--appendfsync",
            "always");
    redis = client();
    start();
  }

  int port() {
    return server.port();
  }

  RedisAccess access() {
    return new RedisAccess(vertx, client(), "test", false);
  }

  private Redis client() {
    return Redis.createClient(
        vertx, new RedisOptions().setConnectionString("redis://127.0.0.1:" + port()));
  }

  /** Returns when it has loaded what it knew. */
  void start() {
    server.start();
    TestRedis.until("answers", this::answers);
  }

  private boolean answers() {
    return await(redis.send(TestRedis.command(Command.DBSIZE)).map(true).otherwise(false));
  }

  /** Ends it as a crash would. */
  void kill() {
    server.kill();
  }

  Response run(Command command, Object... arguments) {
    return await(redis.send(TestRedis.command(command, arguments)));
  }

  @Override
  public void close() {
    server.close();
    await(vertx.close());
  }
}
