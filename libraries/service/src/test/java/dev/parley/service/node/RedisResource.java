package dev.parley.service.node;

import dev.parley.contracts.id.Ids;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real Redis on a free port. */
public final class RedisResource implements QuarkusTestResourceLifecycleManager {

  private RedisServer redis;

  @Override
  public Map<String, String> start() {
    try (ServerSocket free = new ServerSocket(0)) {
      redis = RedisServer.newRedisServer().port(free.getLocalPort()).bind("127.0.0.1").build();
      free.close();
      redis.start();
      return Map.of(
          "quarkus.redis.hosts",
          "redis://127.0.0.1:" + redis.ports().get(0),
          "quarkus.http.test-port",
          "0",
          "parley.key-prefix",
          "test-" + Ids.random() + ":");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (redis != null) {
      try {
        redis.stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
