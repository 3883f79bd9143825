package dev.parley.gateway;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.node.UserRoutes;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.routing.Node;
import dev.parley.routing.RouteTable;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts that know nothing of CDI, from the settings. */
final class Wiring {

  @Produces
  @Singleton
  RedisKeys keys(GatewaySettings settings) {
    atLeastOne("parley.partitions", settings.partitions());
    return new RedisKeys(settings.keyPrefix());
  }

  @Produces
  @Singleton
  Node node(Redis redis, RedisKeys keys, GatewaySettings settings) {
    GatewaySettings.Node node = settings.node();
    try {
      return new Node(redis, keys, node.id(), node.lease(), node.renewal());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("parley.node.renewal is wrong: " + e.getMessage() + ".");
    }
  }

  @Produces
  @Singleton
  UserRoutes userRoutes(
      Redis redis,
      RedisKeys keys,
      GatewaySettings settings,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    RouteTable table = new RouteTable(redis, keys, servers == RedisClientType.CLUSTER);
    String node = settings.node().id();
    return new UserRoutes(users -> table.add(node, users), users -> table.remove(node, users));
  }

  @Produces
  @Singleton
  Deadlines deadlines(GatewaySettings settings) {
    return new Deadlines(settings.request().timeout(), System::nanoTime);
  }

  @Produces
  @Singleton
  Sessions sessions(Deadlines deadlines, GatewaySettings settings) {
    atLeastOne("parley.request.max-pending", settings.request().maxPending());
    return new Sessions(
        deadlines,
        new Session.Limits(
            settings.request().maxPending(), settings.session().maxOutstanding().asLongValue()));
  }

  private static void atLeastOne(String property, int value) {
    if (value < 1) {
      throw new ConfigurationException(property + " is " + value + ": it must be at least 1.");
    }
  }
}
