package dev.parley.service.node;

import dev.parley.contracts.id.Ids;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import redis.embedded.RedisServer;

/** A real Redis on a free port, and the configuration of a service. */
public final class RedisResource implements QuarkusTestResourceLifecycleManager {

  private RedisServer redis;

  @Override
  public Map<String, String> start() {
    try (ServerSocket free = new ServerSocket(0)) {
      redis = RedisServer.newRedisServer().port(free.getLocalPort()).bind("127.0.0.1").build();
      free.close();
      redis.start();
      Map<String, String> config = service();
      config.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.ports().get(0));
      config.put("quarkus.http.test-port", "0");
      config.put("parley.key-prefix", "test-" + Ids.random() + ":");
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not as application.properties, which services would find beside their own. */
  private static Map<String, String> service() throws IOException {
    Properties service = new Properties();
    try (InputStream file = RedisResource.class.getResourceAsStream("service.properties")) {
      service.load(file);
    }
    Map<String, String> config = new HashMap<>();
    service.forEach((name, value) -> config.put((String) name, (String) value));
    return config;
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
