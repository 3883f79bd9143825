package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.await;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real redis-server that can be killed and started again, with or without what it knew. */
final class KillableRedis implements AutoCloseable {

  private final int port;
  private final Path directory;
  private final String durable;
  private final Vertx vertx = Vertx.vertx();
  private final Redis redis;
  private Process process;

  /**
   * A server that has started.
   *
   * @param durable whether it has everything on disk before it answers
   */
  KillableRedis(Path directory, boolean durable) {
    this.directory = directory;
    this.durable = durable ? "yes" : "no";
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
    redis = client();
  }

  int port() {
    return port;
  }

  RedisAccess access() {
    return new RedisAccess(vertx, client(), "test", false);
  }

  private Redis client() {
    return Redis.createClient(
        vertx, new RedisOptions().setConnectionString("redis://127.0.0.1:" + port));
  }

  /** Returns when it takes connections. */
  void start() {
    try {
      File binary = ExecutableProvider.newJarResourceProvider().get();
      process =
          new ProcessBuilder(
                  List.of(
                      binary.getPath(),
                      "--port",
                      "" + port,
                      "--bind",
                      "127.0.0.1",
                      "--dir",
                      directory.toString(),
                      "--save",
                      "",
                      "--appendonly",
                      durable,
                      "--appendfsync",
                      "always"))
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestRedis.until("redis-server takes connections", this::takesConnections);
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    try {
      if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("redis-server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Response run(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(redis.send(request));
  }

  @Override
  public void close() {
    kill();
    await(vertx.close());
  }
}
