package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is left of a channel that was closed: what it has sent, and what is not done. */
abstract class Closing extends Behaviour {

  private static final String HOUR = "PT1H";

  @In.EveryMode
  void closedChannels_giveEverythingBack(Mode mode) throws Exception {
    servers().run(Command.EXISTS, stream);
    Set<String> before = servers().connections();
    RedisAccess plain = servers().access();
    Timers timers = new Timers((VertxInternal) servers().vertx());
    RedisAccess access =
        new RedisAccess(timers.vertx(), plain.redis(), plain.name(), plain.cluster());
    try (Worker worker =
            new Worker(
                access,
                mode,
                1,
                one -> {
                  if (one.payload().equals("later")) {
                    one.fail();
                  } else {
                    one.done();
                  }
                },
                incoming(mode, "lease", "PT5M", "retry-delay", HOUR, "retry-max-delay", HOUR));
        // The worker's client is closed with it, so it goes last.
        Sender sender =
            new Sender(
                access,
                "stream",
                stream,
                "partitions",
                "" + mode.partitions(),
                "delayed-delivery",
                "true")) {
      send(sender, 0, 20, 20);
      send(sender, "x", "later");
      get(
          sender.send(
              "much later", OutgoingRedisStreamMetadata.ofKey("y").withDelay(Duration.ofHours(1))));
      until("all", () -> worker.taken.size() == 21);
      until("one waits", () -> worker.meters().heldBack() == 1);
      assertTrue(timers.count() > 0);
      assertFalse(connectionsSince(before).isEmpty());
    }
    assertEquals(1, pending(mode), "what waits for its retry");
    for (String one : streams(mode)) {
      for (String key : List.of(StreamNames.lease(one, GROUP), StreamNames.mover(one))) {
        assertEquals(0, servers().run(Command.EXISTS, key).toLong(), key);
      }
    }
    String members = new StreamNames(stream, mode.partitions()).members(GROUP);
    assertEquals(0, servers().run(Command.ZCARD, members).toLong());
    until("all connections are closed", () -> connectionsSince(before).isEmpty());
    until("no timer is left", () -> timers.count() == 0);
    try (Worker next = worker(mode)) {
      until("goes on with the rest", () -> next.payloads().equals(List.of("later")));
      assertTrue(next.taken.get(0).metadata().redelivered());
    }
  }

  private Set<String> connectionsSince(Set<String> before) {
    Set<String> since = new HashSet<>(servers().connections());
    since.removeAll(before);
    return since;
  }
}
