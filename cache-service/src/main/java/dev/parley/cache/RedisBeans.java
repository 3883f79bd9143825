package dev.parley.cache;

import dev.parley.routing.RedisPipeline;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes of {@code routing} that only this service has. */
class RedisBeans {

  @Produces
  @Singleton
  RedisPipeline pipeline(
      Redis redis,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    return new RedisPipeline(redis, servers == RedisClientType.CLUSTER);
  }
}
