package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestConsumer;
import dev.parley.redisstreams.TestConsumer.Received;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A channel has two connections to tell Redis by, and one may be slower than the other. */
class DeadLetterOrderTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();
  private final List<Received> hands = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void dead_letters_of_a_key_are_in_the_order_of_its_entries() {
    add("first");
    add("second");
    try (StallingProxy proxy = new StallingProxy(redis.vertx, redis.port());
        TestConsumer consumer = consumer(proxy, "group", "g", "lease", "PT5M")) {
      until("in its hands", () -> hands.size() == 1);
      proxy.stall(readerPort("xreadgroup"));
      hands.get(0).nack("no");
      until("the next one", () -> hands.size() == 2);
      hands.get(1).nack("no");
      until("given up", () -> !letters().isEmpty());
      proxy.resume();
      until("both", () -> letters().size() == 2);
      assertEquals(List.of("first", "second"), letters());
      until("settled", () -> redis.pending(stream, "g") == 0);
      until("counted", () -> consumer.meters().deadLettered.sum() == 2);
    }
  }

  @Test
  void a_stored_position_is_not_behind_a_dead_letter_that_redis_does_not_have() {
    add("first");
    String second = add("second");
    String position = StreamNames.position(stream, "me");
    try (StallingProxy proxy = new StallingProxy(redis.vertx, redis.port());
        TestConsumer consumer = consumer(proxy, "position", "stored", "consumer", "me")) {
      until("in its hands", () -> hands.size() == 1);
      proxy.stall(readerPort("xread"));
      hands.get(0).nack("no");
      until("the next one", () -> hands.size() == 2);
      hands.get(1).ack();
      until("stored", () -> second.equals(String.valueOf(redis.run(Command.GET, position))));
      assertEquals(List.of("first"), letters());
      assertEquals(1, consumer.meters().deadLettered.sum());
      proxy.resume();
    }
  }

  /** Reads both entries at once, and nothing while it has one of them. */
  private TestConsumer consumer(StallingProxy proxy, String... more) {
    List<String> all = new ArrayList<>(List.of("stream", stream, "block", "PT0.2S"));
    all.addAll(List.of("read-ahead", "1", "failure-strategy", "dead-letter"));
    all.addAll(List.of(more));
    RedisOptions through =
        new RedisOptions().setConnectionString("redis://127.0.0.1:" + proxy.port());
    RedisAccess access = new RedisAccess(redis.vertx, redis.client(through), "test", false);
    return new TestConsumer(access, 1, hands::add, all.toArray(String[]::new));
  }

  private String add(String payload) {
    return redis.run(Command.XADD, stream, "*", "key", "k", "data", payload).toString();
  }

  /** From which port the connection comes whose last command was this one. */
  private static int readerPort(String command) {
    return redis
        .run(Command.CLIENT, "LIST")
        .toString()
        .lines()
        .filter(line -> line.contains(" cmd=" + command + " "))
        .map(line -> line.replaceAll(".* addr=[^ ]*:(\\d+) .*", "$1"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  private List<String> letters() {
    List<String> payloads = new ArrayList<>();
    redis
        .run(Command.XRANGE, StreamNames.deadLetters(stream), "-", "+")
        .forEach(letter -> payloads.add(letter.get(1).get("data").toString()));
    return payloads;
  }
}
