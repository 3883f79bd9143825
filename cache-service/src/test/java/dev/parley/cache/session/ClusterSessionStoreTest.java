package dev.parley.cache.session;

import dev.parley.routing.RealCluster;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same where the users are spread over the servers of a Redis Cluster. */
class ClusterSessionStoreTest extends SessionStoreConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  Redis redis() {
    return CLUSTER.client();
  }

  @Override
  Redis newClient() {
    return CLUSTER.newClient();
  }

  @Override
  boolean isCluster() {
    return true;
  }
}
