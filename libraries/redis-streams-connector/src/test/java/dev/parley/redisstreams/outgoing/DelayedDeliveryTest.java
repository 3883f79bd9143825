package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;
import static dev.parley.redisstreams.outgoing.TestApplication.entries;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.outgoing.TestApplication.Stored;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DelayedDeliveryTest {

  private static final OutgoingRedisStreamMetadata KEY = OutgoingRedisStreamMetadata.ofKey("k");

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
  void an_entry_comes_when_it_is_due_with_all_its_fields() {
    byte[] binary = {0, -1, ':', '\r', '\n'};
    try (TestApplication application = delaying()) {
      long sent = System.currentTimeMillis();
      application.sendNow(
          binary, KEY.withHeaders(Map.of("h", "é")).withDelay(Duration.ofMillis(300)));
      assertEquals(1, application.meters().delayed.sum());
      assertEquals(1, application.meters().sent.sum());
      until("delivered", () -> redis.length(stream) == 1);
      Stored entry = entries(redis, stream).get(0);
      assertTrue(entry.millis() >= sent + 300, "not before it is due");
      assertEquals("k", entry.fields().get("key"));
      assertEquals("é", entry.fields().get("h"));
      assertEquals(3, entry.fields().size());
      assertArrayEquals(
          binary, redis.run(Command.XRANGE, stream, "-", "+").get(0).get(1).get(3).toBytes());
      until("counted", () -> application.meters().moved.sum() == 1);
    }
    assertEquals(Set.of(stream), Set.copyOf(keys()), "nothing is left beside the stream");
  }

  @Test
  void what_is_due_at_once_or_was_due_long_ago_comes_at_once() {
    try (TestApplication application = delaying()) {
      application.sendNow("past", KEY.withDeliverAt(Instant.now().minusSeconds(5)));
      application.sendNow("ancient", KEY.withDeliverAt(Instant.MIN));
      application.sendNow("not held back", KEY.withDelay(Duration.ZERO));
      until("delivered", () -> redis.length(stream) == 3);
      assertEquals(2, application.meters().delayed.sum());
    }
  }

  @Test
  void the_channels_delay_holds_for_each_message_that_says_nothing_itself() {
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "delay", "PT2H")) {
      application.sendNow("in two hours");
      application.sendNow("now", KEY.withDelay(Duration.ZERO));
      application.sendNow("soon", KEY.withDelay(Duration.ofMillis(1)));
      application.sendNow("due", KEY.withDeliverAt(Instant.now()));
      until("delivered", () -> redis.length(stream) == 3);
      assertEquals(1, held());
    }
    assertEquals(3, redis.length(stream));
  }

  @Test
  void a_delay_where_nobody_delivers_is_nacked_with_a_sentence() {
    try (TestApplication application = new TestApplication(redis, "stream", stream);
        TestApplication delaying = delaying()) {
      assertSentence(
          "needs delayed-delivery=true",
          application.refusal("x", KEY.withDelay(Duration.ofMillis(1))));
      assertSentence(
          "needs delayed-delivery=true",
          application.refusal("x", KEY.withDeliverAt(Instant.now())));
      application.sendNow("y", KEY.withDelay(Duration.ZERO));
      OutgoingRedisStreamMetadata other =
          OutgoingRedisStreamMetadata.ofStream(TestRedis.uniqueStream());
      assertSentence(
          "only the channel's own streams",
          delaying.refusal("x", other.withDelay(Duration.ofMillis(1))));
      delaying.sendNow("x", other);
      delaying.sendNow(
          "own", OutgoingRedisStreamMetadata.ofStream(stream).withDelay(Duration.ofMillis(1)));
      until("delivered", () -> redis.length(stream) == 2);
    }
  }

  @Test
  void a_missing_stream_is_found_missing_when_the_message_is_sent() {
    try (TestApplication application =
        new TestApplication(
            redis, "stream", stream, "create-stream", "false", "delay", "PT0.001S")) {
      assertInstanceOf(NoSuchStreamException.class, application.refusal("x"));
      redis.run(Command.XADD, stream, "*", "data", "0");
      application.sendNow("y");
      until("delivered", () -> redis.length(stream) == 2);
    }
  }

  @Test
  void those_due_at_the_same_time_keep_the_order_in_which_they_were_sent() {
    Instant due = Instant.now().plusMillis(400);
    try (TestApplication application = delaying()) {
      List<CompletableFuture<Void>> outcomes = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        outcomes.add(application.send(i, KEY.withDeliverAt(due)));
      }
      TestApplication.all(outcomes);
      until("delivered", () -> redis.length(stream) == 1000);
    }
    assertEquals(IntStream.range(0, 1000).mapToObj(Integer::toString).toList(), data());
  }

  @Test
  void the_order_is_that_of_due_times_and_not_of_sending() {
    Instant soon = Instant.now().plusSeconds(2);
    try (TestApplication application = delaying()) {
      application.sendNow("third", KEY.withDeliverAt(soon.plusMillis(200)));
      application.sendNow("first", KEY.withDeliverAt(soon));
      application.sendNow("second", KEY.withDeliverAt(soon.plusMillis(100)));
      until("delivered", () -> redis.length(stream) == 3);
    }
    assertEquals(List.of("first", "second", "third"), data());
  }

  @Test
  void each_partition_has_its_own() {
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "partitions", "4", "delay", "PT0.05S")) {
      for (int partition = 0; partition < 4; partition++) {
        application.sendNow("p" + partition, OutgoingRedisStreamMetadata.ofPartition(partition));
      }
      for (int partition = 0; partition < 4; partition++) {
        String name = stream + ":{" + partition + "}";
        until("delivered", () -> redis.length(name) == 1);
        assertEquals("p" + partition, entries(redis, name).get(0).data());
      }
    }
  }

  @Test
  void an_earlier_entry_is_announced_and_a_later_one_is_not() {
    AtomicInteger announced = new AtomicInteger();
    CompletableFuture<Void> end = new CompletableFuture<>();
    Announcements announcements = new Announcements(redis);
    announcements.subscribe("{" + stream + "}:delayed", announced::incrementAndGet);
    announcements.subscribe("end of " + stream, () -> end.complete(null));
    announcements.ready();
    try (TestApplication application = delaying()) {
      application.sendNow("1", KEY.withDelay(Duration.ofHours(2)));
      application.sendNow("2", KEY.withDelay(Duration.ofHours(3)));
      application.sendNow("3", KEY.withDelay(Duration.ofHours(1)));
      redis.run(Command.PUBLISH, "end of " + stream, "");
      TestApplication.get(end);
      assertEquals(2, announced.get(), "the first and the third");
    }
    until("heard of the release", () -> announced.get() == 3);
    announcements.close();
  }

  @Test
  void a_sleeping_mover_is_woken_by_another_process() {
    Announcements announcements = new Announcements(redis);
    try (TestApplication sender = new TestApplication(redis, "stream", stream);
        TestApplication delaying =
            new TestApplication(
                redis, Tracing.NONE, Wakeups.NONE, "stream", stream, "delay", "PT0.001S")) {
      // The delaying process moves nothing itself while this one has the lease.
      TestApplication.get(delaying.channel.movers().findFirst().orElseThrow().close());
      Mover sleeper =
          new Mover(
              stream,
              ((io.vertx.core.impl.VertxInternal) redis.vertx).createEventLoopContext(),
              sender.pipeline,
              Duration.ofHours(1).toMillis(),
              count -> {});
      sleeper.start(announcements);
      announcements.ready();
      until("has looked", () -> redis.run(Command.EXISTS, "{" + stream + "}:mover").toLong() == 1);
      for (int i = 1; i <= 20; i++) {
        delaying.sendNow("m" + i);
        int count = i;
        until("woken", () -> redis.length(stream) == count);
      }
      TestApplication.get(sleeper.close());
    }
    announcements.close();
  }

  @Test
  void without_announcements_it_is_found_by_looking() {
    try (TestApplication mover = delaying()) {
      until("has the lease", () -> lease() != null);
      try (TestApplication sender = delaying()) {
        for (int i = 1; i <= 3; i++) {
          sender.sendNow("m" + i, KEY.withDelay(Duration.ofMillis(1)));
          int count = i;
          until("found", () -> redis.length(stream) == count);
        }
        assertEquals(0, sender.meters().moved.sum());
      }
      until("counted", () -> mover.meters().moved.sum() == 3);
    }
  }

  @Test
  void when_the_mover_dies_another_takes_over_after_its_lease() {
    TestApplication dead = delaying();
    until("has the lease", () -> lease() != null);
    String owner = lease();
    try (TestApplication heir = delaying()) {
      Instant due = Instant.now().plusSeconds(3);
      List<CompletableFuture<Void>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(dead.send("m" + i, KEY.withDeliverAt(due)));
      }
      TestApplication.all(outcomes);
      dead.crash();
      assertEquals(owner, lease(), "nothing was given back");
      until("taken over", () -> redis.length(stream) == 100);
      assertTrue(!owner.equals(lease()));
      assertEquals(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList(), data());
      until("counted", () -> heir.meters().moved.sum() == 100);
    }
  }

  @Test
  void a_closed_mover_gives_its_lease_back_and_tells_the_others() {
    Announcements announcements = new Announcements(redis);
    TestApplication first = delaying();
    until("has the lease", () -> lease() != null);
    String owner = lease();
    try (TestApplication second =
        new TestApplication(
            redis, Tracing.NONE, announcements, "stream", stream, "delayed-delivery", "true")) {
      announcements.ready();
      first.sendNow("m", KEY.withDelay(Duration.ofSeconds(3)));
      first.close();
      assertTrue(!owner.equals(lease()), "given back");
      until("delivered by the other", () -> second.meters().moved.sum() == 1);
    }
    announcements.close();
  }

  @Test
  void closing_twice_or_before_the_start_is_no_harm() {
    TestApplication application = delaying();
    application.close();
    TestApplication.get(application.channel.close());
    assertEquals(null, lease());
  }

  @Test
  void a_thousand_from_two_senders_over_cut_connections_come_once_and_never_early() {
    Map<String, Long> due = new ConcurrentHashMap<>();
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Random random = new Random(7);
    try (TestApplication one = delaying();
        TestApplication two = delaying()) {
      for (int round = 0; acknowledged.size() < 1000; round++) {
        List<CompletableFuture<Integer>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          String payload = round + "/" + i;
          Instant at = Instant.now().plusMillis(random.nextInt(2000));
          due.put(payload, at.toEpochMilli());
          outcomes.add(
              (i % 2 == 0 ? one : two)
                  .send(payload, KEY.withDeliverAt(at))
                  .thenRun(() -> acknowledged.add(payload))
                  .handle((done, unknown) -> 0));
        }
        if (round % 4 == 3) {
          // What is under way may be taken along; its outcome is then unknown: at most once.
          redis.killConnections();
        }
        outcomes.forEach(TestApplication::get);
      }
      for (int i = 0; i < 10; i++) {
        redis.killConnections();
        long moved = redis.length(stream);
        until("goes on", () -> redis.length(stream) > moved || held() == 0);
      }
      until("all moved", () -> held() == 0);
    }
    Map<String, Long> times = new HashMap<>();
    for (Stored entry : entries(redis, stream)) {
      assertEquals(null, times.put(entry.data(), entry.millis()), "once: " + entry.data());
      assertTrue(entry.millis() >= due.get(entry.data()), "not early: " + entry.data());
    }
    assertEquals(
        Set.of(),
        acknowledged.stream().filter(m -> !times.containsKey(m)).collect(Collectors.toSet()));
  }

  @Test
  void a_restarted_and_emptied_redis_delivers_what_comes_after() {
    try (TestRedis own = new TestRedis();
        TestApplication application =
            new TestApplication(own, "stream", stream, "delayed-delivery", "true")) {
      application.sendNow("lost", KEY.withDelay(Duration.ofHours(1)));
      own.run(Command.FLUSHALL);
      application.sendNow("a", KEY.withDelay(Duration.ofMillis(10)));
      until("delivered", () -> own.length(stream) == 1);
      own.stop();
      own.start();
      until("connected again", application.channel::isConnected);
      until("takes", () -> application.refusal("b", KEY.withDelay(Duration.ofMillis(10))) == null);
      until("delivered", () -> own.length(stream) >= 1);
    }
  }

  @Test
  void a_lost_counter_loses_no_entry() {
    try (TestApplication application = delaying()) {
      Instant due = Instant.now().plusMillis(500);
      application.sendNow("same", KEY.withDeliverAt(due));
      redis.run(Command.DEL, "{" + stream + "}:delayed-count");
      application.sendNow("same", KEY.withDeliverAt(due));
      until("delivered", () -> redis.length(stream) == 2);
    }
  }

  @Test
  void many_and_large_entries_are_moved_in_several_steps() {
    try (TestApplication application = delaying()) {
      Instant due = Instant.now().plusMillis(300);
      List<CompletableFuture<Void>> outcomes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        outcomes.add(application.send(new byte[300_000], KEY.withDeliverAt(due)));
      }
      Map<String, String> headers = new HashMap<>();
      for (int i = 0; i < OutgoingRedisStreamMetadata.MAX_HEADERS; i++) {
        headers.put("header" + i, "value");
      }
      outcomes.add(application.send("x", KEY.withHeaders(headers).withDeliverAt(due)));
      TestApplication.all(outcomes);
      until("delivered", () -> redis.length(stream) == 21);
      assertEquals(258, entries(redis, stream).get(20).fields().size());
    }
  }

  private TestApplication delaying() {
    return new TestApplication(redis, "stream", stream, "delayed-delivery", "true");
  }

  private long held() {
    return redis.run(Command.ZCARD, "{" + stream + "}:delayed").toLong();
  }

  private String lease() {
    var lease = redis.run(Command.GET, "{" + stream + "}:mover");
    return lease == null ? null : lease.toString();
  }

  private List<String> data() {
    return entries(redis, stream).stream().map(Stored::data).toList();
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    redis.run(Command.KEYS, "*" + stream + "*").forEach(key -> keys.add(key.toString()));
    return keys;
  }

  private static void assertSentence(String sentence, Throwable failure) {
    assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
  }
}
