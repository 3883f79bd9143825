package dev.parley.messages.downlink;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.routing.Downlink;
import dev.parley.routing.InboxAppender;
import dev.parley.routing.RouteTable;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes of the libraries. */
class RoutingBeans {

  @Produces
  @Singleton
  RedisKeys keys(MessageServiceSettings settings) {
    return new RedisKeys(settings.keyPrefix());
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
  Downlink downlink(RouteTable routes, InboxAppender inboxes) {
    return new Downlink(routes, inboxes);
  }
}
