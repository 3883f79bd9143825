package dev.parley.redisstreams.faults;

import dev.parley.redisstreams.TestChannels;
import dev.parley.redisstreams.connection.Connections;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.incoming.IncomingChannel;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One consumer with everything that a process of its own would have: an event loop (one, so that
 * stopping it stops everything), connections, a channel and an application.
 */
final class Replica {

  private static final int CONCURRENCY = 32;

  private final String name;
  private final Vertx vertx;
  private final Connections connections;
  private final IncomingChannel channel;

  /**
   * A consumer that has started.
   *
   * @param settings the channel's attributes, and those of the {@link Behaviour}
   */
  Replica(int port, int logPort, String name, Map<String, String> settings) {
    this.name = name;
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1)));
    Redis redis =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + port)
                .setMaxPoolSize(8)
                .setMaxPoolWaiting(256));
    connections = new Connections(new RedisAccess(vertx, redis, name, false));
    connections.start();
    channel =
        new IncomingChannel(
            IncomingConfig.of(TestChannels.attributes(attributes(name, settings)), name),
            connections,
            Tracing.NONE,
            BatchDecoder.BYTES);
    channel
        .publisher()
        .subscribe(
            new Application(
                vertx,
                name,
                new DeliveryLog(vertx, logPort, settings.get("stream")),
                Behaviour.of(settings),
                settings.containsKey("app.answers")
                    ? new Answers(vertx, connections.pipeline(), settings.get("app.answers"))
                    : null,
                CONCURRENCY));
    channel.start();
  }

  private static String[] attributes(String name, Map<String, String> settings) {
    List<String> attributes = new ArrayList<>(List.of("channel-name", name, "consumer", name));
    settings.forEach(
        (attribute, value) -> {
          if (!attribute.startsWith("app.")) {
            attributes.add(attribute);
            attributes.add(value);
          }
        });
    return attributes.toArray(String[]::new);
  }

  String name() {
    return name;
  }

  IncomingChannel channel() {
    return channel;
  }

  /** Leaves in order. */
  CompletableFuture<Void> leave() {
    return channel.close().whenComplete((done, failure) -> connections.close()).thenRun(this::end);
  }

  /** Vanishes: no connection is left, nothing was given back. */
  void crash() {
    end();
  }

  /** Does nothing at all for so long. */
  void pause(long millis) {
    vertx.runOnContext(ignored -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private void end() {
    vertx.close();
  }
}
