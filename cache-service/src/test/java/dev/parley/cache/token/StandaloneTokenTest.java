package dev.parley.cache.token;

import dev.parley.routing.RealRedis;
import io.vertx.mutiny.redis.client.Redis;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneTokenTest extends TokenConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  @Override
  Redis redis() {
    return REDIS.client();
  }

  @Override
  Redis newClient() {
    return REDIS.newClient();
  }
}
