package dev.parley.presence;

import static java.util.Map.entry;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real Redis on a free port, for all tests of a JVM. */
public final class Servers implements QuarkusTestResourceLifecycleManager {

  private RedisServer redis;

  @Override
  public Map<String, String> start() {
    try {
      int port = RealRedis.freePort();
      redis = RealRedis.start(port);
      String prefix = "test-" + Ids.random() + ":";
      return Map.ofEntries(
          entry("quarkus.redis.hosts", "redis://127.0.0.1:" + port),
          entry("quarkus.http.test-port", "0"),
          entry("quarkus.management.test-port", "0"),
          entry("parley.key-prefix", prefix),
          entry("JWT_PUBLIC_KEY_LOCATION", Tokens.publicKeyLocation()),
          entry("JWT_ISSUER", Tokens.ISSUER),
          // What a gateway would have: a channel into the signals.
          entry("mp.messaging.outgoing.to-signals.connector", "smallrye-redis-streams"),
          entry("mp.messaging.outgoing.to-signals.stream", new RedisKeys(prefix).signals()),
          entry("mp.messaging.outgoing.to-signals.partitions", "16"),
          // And one into the questions.
          entry("mp.messaging.outgoing.to-questions.connector", "smallrye-redis-streams"),
          entry(
              "mp.messaging.outgoing.to-questions.stream", new RedisKeys(prefix).presenceQueries()),
          // What message-service would have.
          entry("mp.messaging.incoming.of-messages.connector", "smallrye-redis-streams"),
          entry("mp.messaging.incoming.of-messages.stream", new RedisKeys(prefix).queries()),
          entry("mp.messaging.incoming.of-messages.group", "message-service"),
          entry("mp.messaging.incoming.of-messages.assignment", "shared"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (redis != null) {
      try {
        redis.stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
