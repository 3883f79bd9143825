package dev.parley.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.query.ListWatched;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.gateway.limit.Admission;
import dev.parley.gateway.limit.RedisRates;
import dev.parley.gateway.limit.RequestRates;
import dev.parley.gateway.node.Resync;
import dev.parley.gateway.presence.Announcer;
import dev.parley.gateway.presence.WatchedUsers;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Outbound;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.uplink.NodeQueries;
import dev.parley.gateway.uplink.Signals;
import dev.parley.gateway.watch.WatchedConversations;
import dev.parley.routing.Node;
import dev.parley.routing.NodeRoutes;
import dev.parley.routing.RouteTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BiFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts that know nothing of CDI, from the settings. */
final class Wiring {

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
  NodeRoutes nodeRoutes(RouteTable table, GatewaySettings settings) {
    String node = settings.node().id();
    return new NodeRoutes(
        subjects -> table.add(node, subjects), subjects -> table.remove(node, subjects));
  }

  @Produces
  @Singleton
  WatchedConversations watchedConversations(
      NodeRoutes routes,
      Resync resync,
      NodeQueries queries,
      ObjectMapper json,
      Vertx vertx,
      GatewaySettings settings) {
    ObjectReader pages = json.readerFor(WatchedPage.class);
    return new WatchedConversations(
        routes,
        resync,
        (users, after) ->
            queries
                .ask(ListWatched.TYPE, new ListWatched(users, after))
                .map(Unchecked.function(page -> pages.readValue(page.utf8()))),
        timer(vertx),
        settings.session().watchTimeout());
  }

  @Produces
  @Singleton
  Announcer announcer(Sessions sessions, Signals signals, Vertx vertx, GatewaySettings settings) {
    aboveZero("parley.presence.away-after", settings.presence().awayAfter());
    return new Announcer(
        settings.presence().enabled(),
        settings.node().id(),
        sessions,
        signals::tell,
        timer(vertx),
        settings.request().timeout());
  }

  @Produces
  @Singleton
  WatchedUsers watchedUsers(NodeRoutes routes, GatewaySettings settings) {
    atLeastOne("parley.presence.max-watched", settings.presence().maxWatched());
    return new WatchedUsers(routes, settings.presence().maxWatched(), settings.request().timeout());
  }

  /** Runs something after a time; gives what calls it off. */
  private static BiFunction<Duration, Runnable, Runnable> timer(Vertx vertx) {
    return (pause, task) -> {
      long timer = vertx.setTimer(pause.toMillis(), t -> task.run());
      return () -> vertx.cancelTimer(timer);
    };
  }

  @Produces
  @Singleton
  Deadlines deadlines(GatewaySettings settings) {
    return new Deadlines(settings.request().timeout(), System::nanoTime);
  }

  @Produces
  @Singleton
  Admission admission(GatewaySettings settings) {
    GatewaySettings.Limits limits = settings.limits();
    atLeastOne("parley.limits.connections", limits.connections());
    atLeastOne("parley.limits.connections-per-address", limits.connectionsPerAddress());
    atLeastOne("parley.limits.connections-per-user", limits.connectionsPerUser());
    isRate("parley.limits.handshake-rate", limits.handshakeRate());
    isRate("parley.limits.handshake-burst", limits.handshakeBurst());
    return new Admission(
        new Admission.Limits(
            limits.connections(),
            limits.connectionsPerAddress(),
            limits.handshakeRate(),
            limits.handshakeBurst()),
        System::nanoTime);
  }

  @Produces
  @Singleton
  RequestRates requestRates(
      Redis redis,
      RedisKeys keys,
      MeterRegistry meters,
      GatewaySettings settings,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    GatewaySettings.Limits limits = settings.limits();
    isRate("parley.limits.connection-rate", limits.connectionRate());
    isRate("parley.limits.connection-burst", limits.connectionBurst());
    isRate("parley.limits.user-rate", limits.userRate());
    if (!(0 <= limits.userShare() && limits.userShare() <= 1)) {
      throw new ConfigurationException(
          "parley.limits.user-share is " + limits.userShare() + ": it must be 0 to 1.");
    }
    aboveZero("parley.limits.exchange-interval", limits.exchangeInterval());
    atLeastOne("parley.limits.max-refused", limits.maxRefused());
    return new RequestRates(
        new RequestRates.Limits(
            limits.connectionRate(),
            limits.connectionBurst(),
            limits.userRate(),
            limits.userShare(),
            limits.maxRefused()),
        new RedisRates(redis, keys, servers == RedisClientType.CLUSTER, limits.userRate()),
        meters,
        System::nanoTime);
  }

  @Produces
  @Singleton
  Sessions sessions(Deadlines deadlines, RequestRates rates, GatewaySettings settings) {
    atLeastOne("parley.partitions", settings.partitions());
    atLeastOne("parley.request.max-pending", settings.request().maxPending());
    atLeastOne("parley.request.max-batch", settings.request().maxBatch());
    return new Sessions(
        deadlines,
        rates,
        new Session.Limits(
            settings.request().maxPending(), settings.session().maxOutstanding().asLongValue()));
  }

  @Produces
  @Singleton
  Outbound.Limits outboundLimits(GatewaySettings settings) {
    GatewaySettings.Session session = settings.session();
    double transients = session.transientShare();
    double events = session.eventShare();
    if (!(0 < transients && transients <= events && events <= 1)) {
      throw new ConfigurationException(
          "parley.session.transient-share is %s and parley.session.event-share %s: they must be above 0, at most 1, and in this order."
              .formatted(transients, events));
    }
    aboveZero("parley.session.heartbeat", session.heartbeat());
    aboveZero("parley.session.pong-timeout", session.pongTimeout());
    aboveZero("parley.session.stall-timeout", session.stallTimeout());
    long max = session.maxOutstanding().asLongValue();
    return new Outbound.Limits(
        max, (long) (max * events), (long) (max * transients), session.stallTimeout());
  }

  private static void isRate(String property, int value) {
    if (value < 1 || value > 1_000_000) {
      throw new ConfigurationException(property + " is " + value + ": it must be 1 to 1000000.");
    }
  }

  private static void aboveZero(String property, Duration value) {
    if (value.toMillis() < 1) {
      throw new ConfigurationException(
          property + " is " + value + ": it must be at least a millisecond.");
    }
  }

  private static void atLeastOne(String property, int value) {
    if (value < 1) {
      throw new ConfigurationException(property + " is " + value + ": it must be at least 1.");
    }
  }
}
