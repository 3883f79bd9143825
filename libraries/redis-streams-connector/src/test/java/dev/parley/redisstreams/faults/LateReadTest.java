package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reader says may reach Redis when the partition is somebody else's already. */
class LateReadTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void a_read_that_arrives_after_the_lease_has_passed_on_takes_nothing() {
    DeliveryLog log = new DeliveryLog(redis.vertx, redis.port(), stream);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (StallingProxy proxy = new StallingProxy(redis.vertx, redis.port())) {
      Replica former = new Replica(proxy.port(), redis.port(), "first", settings());
      add(0, 5);
      until("read", () -> log.payloads().size() == 5 && redis.pending(stream, "g") == 0);
      proxy.stall();
      try (Receiver heir = new Receiver(redis, (number, batch) -> gate, attributes("heir"))) {
        add(5, 6);
        until("taken over", () -> heir.payloads().equals(numbers(5, 6)));
        add(6, 11);
        proxy.resume();
        until("the former owner is back", () -> isMember("first"));
        assertTrue(owner().startsWith("heir "), "the names are chosen so that it stays the heir's");
        gate.complete(null);
        add(11, 13);
        until("all read", () -> heir.payloads().size() == 8);
        assertEquals(numbers(5, 13), heir.payloads());
      }
      former.crash();
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "stream", stream, "group", "g", "lease", "PT3S", "block", "PT0.2S", "batch", "true");
  }

  private String[] attributes(String consumer) {
    return new String[] {
      "stream", stream, "group", "g", "lease", "PT3S", "block", "PT0.2S", "consumer", consumer
    };
  }

  private void add(int from, int to) {
    IntStream.range(from, to)
        .forEach(i -> redis.run(Command.XADD, stream, "*", "key", "k", "data", i));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private boolean isMember(String consumer) {
    return redis.run(Command.ZSCORE, "{" + stream + "}:members:g", consumer) != null;
  }

  private String owner() {
    Response lease = redis.run(Command.GET, "{" + stream + "}:lease:g");
    return lease == null ? "" : lease.toString();
  }
}
