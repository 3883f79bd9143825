package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.StreamFullException;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BacklogTest {

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
  void a_stream_fills_is_refused_and_takes_again_when_its_group_has_drained_it() {
    group();
    try (TestApplication application = application("max-backlog", "1000")) {
      int taken = fill(application);
      // A tenth beyond, and what was under way (one at a time here) while the length was asked for.
      assertTrue(taken >= 1000 && taken <= 1200, taken + " taken");
      assertFull("1000", application.refusal("more"));
      assertEquals(taken, redis.length(stream), "nothing unread was removed, nothing was added");

      readAndAcknowledge(100);
      readWithoutAcknowledging(taken - 100);
      lookedAgain(application);
      if (taken - 100 > 1000) {
        assertFull("1000", application.refusal("read is not acknowledged"));
      }
      acknowledgePending();
      until("takes again", () -> application.refusal("after") == null);
      assertTrue(redis.length(stream) <= 1001, "trimmed");
      assertEquals(0, application.meters().pending.sum());
    }
  }

  @Test
  void a_full_stream_costs_no_look_per_message() {
    group();
    try (TestApplication application = application("max-backlog", "100")) {
      fill(application);
      long before = evals();
      long start = System.nanoTime();
      for (int i = 0; i < 2000; i++) {
        assertFull("100", application.refusal("x"));
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      long allowed = 2 + millis / Growth.LOOK_AGAIN_MILLIS;
      assertTrue(evals() - before <= allowed, evals() - before + " looks in " + millis + " ms");
    }
  }

  @Test
  void a_small_backlog_drains_although_redis_trims_in_nodes() {
    group();
    try (TestApplication application = application("max-backlog", "5")) {
      for (int round = 0; round < 3; round++) {
        int taken = fill(application);
        assertTrue(taken >= 1, "round " + round);
        readAndAcknowledge(1000);
        until("takes again", () -> application.refusal("after") == null);
        readAndAcknowledge(1000);
      }
    }
  }

  @Test
  void with_a_length_acknowledged_entries_are_kept_up_to_it_and_do_not_count() {
    group();
    try (TestApplication application = application("max-backlog", "60", "max-length", "40")) {
      for (int i = 0; i < 400; i++) {
        assertNull(application.refusal("m" + i));
        readAndAcknowledge(1);
      }
      assertTrue(redis.length(stream) >= 40, "kept " + redis.length(stream));
      assertTrue(application.meters().trimmed.sum() > 0);
    }
  }

  @Test
  void a_group_that_is_still_to_come_finds_everything() {
    try (TestApplication application = application("max-backlog", "50", "max-length", "10")) {
      int taken = fill(application);
      assertEquals(taken, redis.length(stream));
      group();
      readAndAcknowledge(taken);
      until("takes again", () -> application.refusal("after") == null);
    }
  }

  @Test
  void the_slowest_of_several_groups_counts() {
    group();
    redis.run(Command.XGROUP, "CREATE", stream, "slow", "0", "MKSTREAM");
    try (TestApplication application = application("max-backlog", "20")) {
      fill(application);
      readAndAcknowledge(1000);
      lookedAgain(application);
      assertFull("20", application.refusal("slow has read nothing"));
      redis.run(Command.XGROUP, "DESTROY", stream, "slow");
      until("takes again", () -> application.refusal("after") == null);
    }
  }

  @Test
  void a_process_that_has_just_started_learns_with_its_first_message_that_a_stream_is_full() {
    group();
    try (TestApplication application = application("max-backlog", "100")) {
      fill(application);
    }
    try (TestApplication application = application("max-backlog", "100")) {
      application.sendNow("first");
      until("full", () -> application.refusal("more") != null);
      assertTrue(application.meters().sent.sum() < 10);
    }
  }

  @Test
  void a_full_partition_is_refused_and_the_others_are_not() {
    redis.run(Command.XGROUP, "CREATE", stream + ":{0}", "g", "0", "MKSTREAM");
    OutgoingRedisStreamMetadata zero = OutgoingRedisStreamMetadata.ofPartition(0);
    try (TestApplication application = application("max-backlog", "10", "partitions", "2")) {
      until("full", () -> application.refusal("x", zero) != null);
      assertInstanceOf(StreamFullException.class, application.refusal("x", zero));
      application.sendNow("y", OutgoingRedisStreamMetadata.ofPartition(1));
    }
  }

  @Test
  void delayed_messages_are_bounded_too_and_refused_by_a_full_stream() {
    group();
    OutgoingRedisStreamMetadata later =
        OutgoingRedisStreamMetadata.ofKey("k").withDelay(Duration.ofHours(1));
    try (TestApplication application =
        application("max-backlog", "10", "delayed-delivery", "true")) {
      for (int i = 0; i < 10; i++) {
        application.sendNow("d" + i, later);
      }
      assertFull("10", application.refusal("d10", later));
      assertEquals(10, redis.run(Command.ZCARD, "{" + stream + "}:delayed").toLong());
      fill(application);
      assertFull("10", application.refusal("d", later.withDelay(Duration.ZERO)));
    }
  }

  @Test
  void an_emptied_redis_is_not_full() {
    try (TestRedis own = new TestRedis();
        TestApplication application =
            new TestApplication(own, "stream", stream, "max-backlog", "10")) {
      until("full", () -> application.refusal("x") != null);
      own.run(Command.FLUSHALL);
      until("takes again", () -> application.refusal("x") == null);
    }
  }

  @Test
  void who_keeps_the_line_full_exceeds_the_bound_by_no_more_than_is_documented() throws Exception {
    group();
    int underWay = 2000;
    Semaphore free = new Semaphore(underWay);
    AtomicInteger refused = new AtomicInteger();
    try (TestApplication application =
        application("max-backlog", "1000", "max-pending", "" + underWay)) {
      for (int i = 0; i < 20_000; i++) {
        assertTrue(free.tryAcquire(30, TimeUnit.SECONDS), "no answer");
        application
            .send("m" + i)
            .whenComplete(
                (done, failure) -> {
                  refused.addAndGet(failure == null ? 0 : 1);
                  free.release();
                });
      }
      assertTrue(free.tryAcquire(underWay, 30, TimeUnit.SECONDS), "not all answered");
      long length = redis.length(stream);
      assertTrue(length > 1000 && length <= 1000 + 100 + underWay, length + " entries");
      assertEquals(20_000 - length, refused.get());
    }
  }

  private TestApplication application(String... attributes) {
    List<String> all = new ArrayList<>(List.of("stream", stream));
    all.addAll(List.of(attributes));
    return new TestApplication(redis, all.toArray(String[]::new));
  }

  private void group() {
    redis.run(Command.XGROUP, "CREATE", stream, "g", "0", "MKSTREAM");
  }

  /** One message after the other until one is refused; how many were taken. */
  private static int fill(TestApplication application) {
    int taken = 0;
    Throwable refusal = null;
    while ((refusal = application.refusal("m" + taken)) == null) {
      taken++;
    }
    assertInstanceOf(StreamFullException.class, refusal);
    return taken;
  }

  /** Senders have caused a look after what was done before this call. */
  private static void lookedAgain(TestApplication application) {
    for (int i = 0; i < 2; i++) {
      long before = evals();
      until(
          "looked again",
          () -> {
            application.refusal("look");
            return evals() > before;
          });
    }
  }

  private void readAndAcknowledge(int count) {
    for (Response entry : read(count)) {
      redis.run(Command.XACK, stream, "g", entry.get(0).toString());
    }
  }

  private void readWithoutAcknowledging(int count) {
    assertEquals(count, read(count).size());
  }

  private List<Response> read(int count) {
    List<Response> entries = new ArrayList<>();
    Response read =
        redis.run(Command.XREADGROUP, "GROUP", "g", "c", "COUNT", count, "STREAMS", stream, ">");
    if (read != null) {
      read.get(stream).forEach(entries::add);
    }
    return entries;
  }

  private void acknowledgePending() {
    for (Response pending :
        redis.run(Command.XPENDING, stream, "g", "-", "+", Integer.toString(10_000))) {
      redis.run(Command.XACK, stream, "g", pending.get(0).toString());
    }
  }

  /** Scripts that Redis has run so far. */
  private static long evals() {
    for (String line : redis.run(Command.INFO, "commandstats").toString().split("\r\n", -1)) {
      if (line.startsWith("cmdstat_eval:calls=")) {
        return Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(',')));
      }
    }
    return 0;
  }

  private static void assertFull(String bound, Throwable refusal) {
    assertInstanceOf(StreamFullException.class, refusal);
    assertTrue(
        refusal.getMessage().endsWith(" is full: max-backlog is " + bound), refusal.getMessage());
  }
}
