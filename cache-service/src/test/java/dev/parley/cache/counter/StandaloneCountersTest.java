package dev.parley.cache.counter;

import dev.parley.routing.RealRedis;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneCountersTest extends CountersConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  @Override
  Redis newClient() {
    return REDIS.newClient();
  }

  @Override
  boolean isCluster() {
    return false;
  }
}
