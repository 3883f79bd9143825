package dev.parley.service.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.Test;

class ClusterPoolTest {

  @Test
  void cluster_needsConnectionsForEachPartition() {
    ClusterPool.check(RedisClientType.CLUSTER, 64, 16);

    String message =
        assertThrows(
                ConfigurationException.class,
                () -> ClusterPool.check(RedisClientType.CLUSTER, 63, 16))
            .getMessage();
    assertEquals(
        "quarkus.redis.max-pool-size is 63: on a Redis Cluster it must be at least 64, 3 for each of 16 partitions and 16.",
        message);
  }

  @Test
  void others_shareConnections() {
    ClusterPool.check(RedisClientType.STANDALONE, 6, 1024);
    ClusterPool.check(RedisClientType.SENTINEL, 6, 1024);
  }
}
