package dev.parley.messages;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real Redis and MongoDB's wire protocol, both on free ports, for all tests of a JVM. */
public final class Servers implements QuarkusTestResourceLifecycleManager {

  private MongoServer mongo;
  private RedisServer redis;

  @Override
  public Map<String, String> start() {
    mongo = new MongoServer(new MemoryBackend());
    String mongoUrl = mongo.bindAndGetConnectionString();
    try {
      int port = freePort();
      redis = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
      redis.start();
      String prefix = "test-" + Ids.random() + ":";
      return Map.ofEntries(
          entry("quarkus.mongodb.connection-string", mongoUrl),
          entry("quarkus.redis.hosts", "redis://127.0.0.1:" + port),
          entry("quarkus.http.test-port", "0"),
          entry("quarkus.management.test-port", "0"),
          entry("parley.key-prefix", prefix),
          entry("JWT_PUBLIC_KEY_LOCATION", Tokens.publicKeyLocation()),
          entry("JWT_ISSUER", Tokens.ISSUER),
          // Machines that run tests may be slow.
          entry("parley.queries.max-age", "PT1M"),
          entry("parley.submissions.timeout", "PT1M"),
          // What a gateway would have: channels into the streams of commands and queries.
          entry("mp.messaging.outgoing.to-commands.connector", "smallrye-redis-streams"),
          entry("mp.messaging.outgoing.to-commands.stream", new RedisKeys(prefix).commands()),
          entry("mp.messaging.outgoing.to-commands.partitions", "16"),
          entry("mp.messaging.outgoing.to-queries.connector", "smallrye-redis-streams"),
          entry("mp.messaging.outgoing.to-queries.stream", new RedisKeys(prefix).queries()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (mongo != null) {
      mongo.shutdownNow();
    }
    if (redis != null) {
      try {
        redis.stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
