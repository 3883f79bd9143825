package dev.parley.routing;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

/** A redis-server of its own for one test class, on a free port of the loopback interface. */
public final class RealRedis implements BeforeAllCallback, AfterAllCallback {

  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private RedisServer server;
  private Vertx vertx;
  private Redis client;
  private int port;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    port = freePort();
    server = start(port);
    vertx = Vertx.vertx();
    client = newClient();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    client.close();
    vertx.closeAndAwait();
    server.stop();
  }

  public io.vertx.core.Vertx vertx() {
    return vertx.getDelegate();
  }

  public Redis client() {
    return client;
  }

  /** One more client, as another replica has it; it ends with this. */
  public Redis newClient() {
    return Redis.createClient(
        vertx,
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + port)
            .setMaxPoolSize(16)
            .setMaxPoolWaiting(1024));
  }

  /** A client that nobody answers. */
  public Redis unreachable() throws IOException {
    return Redis.createClient(vertx, "redis://127.0.0.1:" + freePort());
  }

  /** Keys under a prefix that no other test has. */
  public RedisKeys newKeys() {
    return new RedisKeys("test-" + Ids.random() + ":");
  }

  public Response call(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return client.send(request).await().atMost(PATIENCE);
  }

  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      Thread.sleep(5);
    }
  }

  /** A server that keeps nothing on disk; whoever starts it stops it. */
  public static RedisServer start(int port) throws IOException {
    RedisServer server =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    server.start();
    return server;
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
