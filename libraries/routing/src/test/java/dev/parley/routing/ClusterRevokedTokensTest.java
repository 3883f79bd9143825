package dev.parley.routing;

import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same where the users are spread over the servers of a Redis Cluster. */
class ClusterRevokedTokensTest extends RevokedTokensConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  Redis redis() {
    return CLUSTER.client();
  }

  @Override
  boolean isCluster() {
    return true;
  }
}
