package dev.parley.cache.model.store;

import dev.parley.routing.RealCluster;
import dev.parley.routing.RedisPipeline;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterRedisModelsTest extends RedisModelsConformance {

  @RegisterExtension static final RealCluster cluster = new RealCluster();

  private final Redis other = cluster.newClient();

  @Override
  Redis redis() {
    return cluster.client();
  }

  @Override
  Redis otherRedis() {
    return other;
  }

  @Override
  RedisPipeline pipeline(Redis client) {
    return new RedisPipeline(client, true);
  }
}
