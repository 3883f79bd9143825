package dev.parley.presence.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealCluster;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same where the partitions are spread over the servers of a Redis Cluster. */
class ClusterPresenceStoreTest extends PresenceStoreConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  Redis redis() {
    return CLUSTER.client();
  }

  @Override
  RedisPresences store(RedisKeys keys) {
    return new RedisPresences(
        new RedisPipeline(CLUSTER.client(), true), keys, PARTITIONS, REMEMBER);
  }

  @Test
  void time_is_that_of_one_of_the_servers() {
    assertTrue(Await.result(new RedisClock(CLUSTER.client()).now()) > 1_600_000_000_000L);
  }
}
