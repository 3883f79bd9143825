package dev.parley.cache.model.store;

import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneRedisModelsTest extends RedisModelsConformance {

  @RegisterExtension static final RealRedis redis = new RealRedis();

  private final Redis one = redis.newClient();
  private final Redis other = redis.newClient();

  @Override
  Redis redis() {
    return one;
  }

  @Override
  Redis otherRedis() {
    return other;
  }

  @Override
  RedisPipeline pipeline(Redis client) {
    return new RedisPipeline(client, false);
  }
}
