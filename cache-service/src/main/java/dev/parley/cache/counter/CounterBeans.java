package dev.parley.cache.counter;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of the plain classes. */
class CounterBeans {

  @Produces
  @Singleton
  Counters counters(RedisPipeline redis, RedisKeys keys, CacheServiceSettings settings) {
    return new Counters(redis, keys, settings.counters().coalesce());
  }

  @Produces
  @Singleton
  ChangedPosts changed(RedisPipeline redis, RedisKeys keys) {
    return new ChangedPosts(redis, keys, CounterChanges.AT_ONCE);
  }
}
