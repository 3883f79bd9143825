package dev.parley.cache.session;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.key.RedisKeys;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of plain classes. */
class SessionBeans {

  @Produces
  @Singleton
  SessionStore sessionStore(
      Redis redis,
      RedisKeys keys,
      CacheServiceSettings settings,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    SessionSettings sessions = settings.sessions();
    return new SessionStore(
        redis,
        keys,
        servers == RedisClientType.CLUSTER,
        sessions.maxPerUser(),
        sessions.tokenLife());
  }
}
