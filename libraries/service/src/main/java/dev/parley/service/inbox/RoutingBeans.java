package dev.parley.service.inbox;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.Downlink;
import dev.parley.routing.InboxAppender;
import dev.parley.routing.RevokedTokens;
import dev.parley.routing.RouteTable;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes of {@code routing}. */
class RoutingBeans {

  @Produces
  @Singleton
  RedisKeys keys(@ConfigProperty(name = "parley.key-prefix") String prefix) {
    return new RedisKeys(prefix);
  }

  @Produces
  @Singleton
  RouteTable routes(
      Redis redis,
      RedisKeys keys,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    return new RouteTable(redis, keys, servers == RedisClientType.CLUSTER);
  }

  @Produces
  @Singleton
  RevokedTokens revokedTokens(
      Redis redis,
      RedisKeys keys,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    return new RevokedTokens(redis, keys, servers == RedisClientType.CLUSTER);
  }

  @Produces
  @Singleton
  Downlink downlink(RouteTable routes, InboxAppender inboxes) {
    return new Downlink(routes, inboxes);
  }
}
