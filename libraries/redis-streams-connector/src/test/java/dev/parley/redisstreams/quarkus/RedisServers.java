package dev.parley.redisstreams.quarkus;

import dev.parley.redisstreams.TestRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Two real Redis servers, one for each client of the application. */
public final class RedisServers implements QuarkusTestResourceLifecycleManager {

  private TestRedis first;
  private TestRedis second;

  @Override
  public Map<String, String> start() {
    first = new TestRedis();
    second = new TestRedis();
    return Map.of(
        "quarkus.redis.hosts",
        "redis://127.0.0.1:" + first.port(),
        "quarkus.redis.max-pool-size",
        "32",
        "quarkus.redis.second.hosts",
        "redis://127.0.0.1:" + second.port());
  }

  @Override
  public void stop() {
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
  }
}
