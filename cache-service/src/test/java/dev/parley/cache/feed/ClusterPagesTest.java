package dev.parley.cache.feed;

import dev.parley.routing.RealCluster;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterPagesTest extends PagesConformance {

  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  @Override
  Redis newClient() {
    return CLUSTER.newClient();
  }

  @Override
  boolean isCluster() {
    return true;
  }
}
