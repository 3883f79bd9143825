package dev.parley.limits;

import dev.parley.routing.RealCluster;
import dev.parley.routing.RedisPipeline;
import io.vertx.mutiny.redis.client.Redis;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same where subjects are spread over the servers of a Redis Cluster. */
class ClusterRateLimiterTest extends RateLimiterConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  private static Redis other;

  @BeforeAll
  static void another_replica() {
    other = CLUSTER.newClient();
  }

  @Override
  List<Redis> clients() {
    return List.of(CLUSTER.client(), other);
  }

  @Override
  RedisPipeline pipeline(Redis redis) {
    return new RedisPipeline(redis, true);
  }
}
