package dev.parley.cache.limit;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.limits.RateLimiter;
import dev.parley.routing.RedisPipeline;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes about limits. */
class LimitBeans {

  @Produces
  @Singleton
  Policies policies(CacheServiceSettings settings) {
    return Policies.of(settings.limits());
  }

  @Produces
  @Singleton
  LimitBodies bodies(Policies policies, CacheServiceSettings settings) {
    return new LimitBodies(policies, settings.limits().maxPerCall());
  }

  @Produces
  @Singleton
  Limits limits(
      Redis redis,
      RedisKeys keys,
      MeterRegistry meters,
      CacheServiceSettings settings,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    RedisPipeline pipeline = new RedisPipeline(redis, servers == RedisClientType.CLUSTER);
    return new Limits(new RateLimiter(pipeline, keys), new LimitMeters(meters), settings.limits());
  }
}
