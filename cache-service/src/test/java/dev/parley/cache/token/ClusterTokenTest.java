package dev.parley.cache.token;

import dev.parley.routing.RealCluster;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same where tokens are spread over the servers of a Redis Cluster. */
class ClusterTokenTest extends TokenConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  Redis redis() {
    return CLUSTER.client();
  }

  @Override
  Redis newClient() {
    return CLUSTER.newClient();
  }
}
