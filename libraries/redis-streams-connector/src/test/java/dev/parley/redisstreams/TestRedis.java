package dev.parley.redisstreams;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import redis.embedded.RedisServer;

/** A real redis-server on a free port, and a client to look behind the connector's back. */
public final class TestRedis implements AutoCloseable {

  private static final long WAIT_SECONDS = 20;

  private final int port = freePort();
  private final List<Redis> clients = new ArrayList<>();
  private RedisServer server;
  public final Vertx vertx = Vertx.vertx();
  public final Redis redis;

  public TestRedis() {
    start();
    redis = client();
  }

  /** A client of its own, with a pool of its own. */
  public Redis client() {
    Redis client =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + port)
                .setMaxPoolSize(16)
                .setMaxPoolWaiting(256));
    clients.add(client);
    return client;
  }

  public void start() {
    try {
      server =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("save \"\"")
              .build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Response run(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return await(redis.send(request));
  }

  /** Cuts every connection but the one that says so. */
  public void killConnections() {
    run(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
  }

  public long length(String stream) {
    return run(Command.XLEN, stream).toLong();
  }

  /** Entries pending in a group; none where the group is not made yet. */
  public long pending(String stream, String group) {
    return await(
        redis
            .send(Request.cmd(Command.XPENDING).arg(stream).arg(group))
            .map(reply -> reply.get(0).toLong())
            .recover(
                failure ->
                    failure.getMessage().startsWith("NOGROUP")
                        ? Future.succeededFuture(0L)
                        : Future.failedFuture(failure)));
  }

  public static String uniqueStream() {
    return "test:" + UUID.randomUUID();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    clients.forEach(Redis::close);
    await(vertx.close());
    stop();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
