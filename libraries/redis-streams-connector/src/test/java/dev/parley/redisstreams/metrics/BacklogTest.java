package dev.parley.redisstreams.metrics;

import static dev.parley.redisstreams.TestChannels.attributes;
import static dev.parley.redisstreams.TestRedis.await;
import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.CommandPipeline;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final String GROUP = "group";

  private static TestRedis redis;
  private static CommandPipeline pipeline;

  private final String stream = TestRedis.uniqueStream();
  private final List<Backlog> backlogs = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
    pipeline = new CommandPipeline(redis.access());
    pipeline.start();
  }

  @AfterAll
  static void stopRedis() {
    pipeline.close();
    redis.close();
  }

  @AfterEach
  void close() {
    backlogs.forEach(Backlog::close);
  }

  @Test
  void lag_is_what_the_group_has_not_read() {
    add(stream, 30);
    group(stream);
    Backlog backlog = backlog(stream);
    until("nothing is read", () -> backlog.lag() == 30);
    read(stream, 12);
    until("some are read", () -> backlog.lag() == 18);
    add(stream, 7);
    until("some came", () -> backlog.lag() == 25);
    read(stream, 25);
    until("all are read", () -> backlog.lag() == 0);
    assertEquals(37, known(backlog::pending));
  }

  @Test
  void pending_is_what_was_read_and_not_acknowledged() {
    add(stream, 10);
    group(stream);
    List<String> ids = read(stream, 6);
    Backlog backlog = backlog(stream);
    until("read", () -> backlog.pending() == 6);
    redis.run(Command.XACK, stream, GROUP, ids.get(0), ids.get(1));
    until("two acknowledged", () -> backlog.pending() == 4);
    assertEquals(4, known(backlog::lag));
  }

  @Test
  void the_age_of_what_is_pending_grows_until_it_is_acknowledged() {
    String old = (redisMillis() - 60_000) + "-0";
    redis.run(Command.XADD, stream, old, "data", "x");
    add(stream, 1);
    group(stream);
    read(stream, 2);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.oldestPendingAge() >= 60);
    double before = known(backlog::oldestPendingAge);
    until("grows", () -> backlog.oldestPendingAge() > before);
    redis.run(Command.XACK, stream, GROUP, old);
    until("the next one is younger", () -> backlog.oldestPendingAge() < 60);
    assertEquals(1, known(backlog::pending));
  }

  @Test
  void nothing_pending_has_no_age() {
    redis.run(Command.XADD, stream, "1-0", "data", "x");
    group(stream);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.lag() == 1);
    assertEquals(0, known(backlog::oldestPendingAge));
  }

  @Test
  void an_entry_of_a_clock_that_is_ahead_has_no_negative_age() {
    redis.run(Command.XADD, stream, (redisMillis() + 3_600_000) + "-0", "data", "x");
    group(stream);
    read(stream, 1);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.pending() == 1);
    assertEquals(0, known(backlog::oldestPendingAge));
  }

  @Test
  void dead_letters_are_counted_also_where_the_stream_is_gone() {
    add(StreamNames.deadLetters(stream), 3);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.deadLetters() == 3);
    assertEquals(0, known(backlog::lag));
    assertEquals(0, known(backlog::pending));
  }

  @Test
  void a_missing_stream_and_a_missing_group_are_zeros() {
    String groupless = TestRedis.uniqueStream();
    add(groupless, 5);
    redis.run(Command.XGROUP, "CREATE", groupless, "another", "0");
    Backlog backlog = backlog(stream, groupless);
    until("known", () -> backlog.lag() == 0);
    assertEquals(0, known(backlog::pending));
    assertEquals(0, known(backlog::oldestPendingAge));
    assertEquals(0, known(backlog::deadLetters));
  }

  @Test
  void streams_are_summed_and_the_oldest_of_all_counts() {
    List<String> streams = new ArrayList<>();
    for (int partition = 0; partition < 40; partition++) {
      String one = new StreamNames(stream, 40).partition(partition);
      streams.add(one);
      add(StreamNames.deadLetters(one), 1);
      redis.run(Command.XADD, one, (redisMillis() - 1000L * (40 - partition)) + "-0", "data", "x");
      add(one, 2);
      group(one);
      read(one, 1);
    }
    Backlog backlog = backlog(streams.toArray(String[]::new));
    until("known", () -> backlog.lag() == 80);
    assertEquals(40, known(backlog::pending));
    assertEquals(40, known(backlog::deadLetters));
    assertTrue(known(backlog::oldestPendingAge) >= 40);
  }

  @Test
  void what_was_trimmed_unread_is_no_lag() {
    add(stream, 10);
    group(stream);
    read(stream, 10);
    add(stream, 100);
    redis.run(Command.XTRIM, stream, "MAXLEN", 50);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.lag() == 50);
    assertEquals(10, known(backlog::pending), "trimmed, and still nobody has acknowledged it");
  }

  @Test
  void lag_is_exact_up_to_the_limit() {
    addEvery(1, 1, 1010);
    group(stream);
    read(stream, 10);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.lag() == 1000);
  }

  @Test
  void beyond_the_limit_the_lag_is_estimated_by_time() {
    addEvery(1, 3, 5010);
    group(stream);
    read(stream, 10);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.lag() > 0);
    assertEquals(5000, known(backlog::lag), 50);
  }

  @Test
  void an_estimate_is_never_below_what_was_counted_nor_above_what_is_there() {
    // A quick start and a long tail: by time alone there would be hundreds of thousands.
    addEvery(1, 1, 1110);
    addEvery(2_000, 1000, 900);
    group(stream);
    read(stream, 10);
    Backlog tail = backlog(stream);
    until("known", () -> tail.lag() >= 1000);
    assertTrue(known(tail::lag) <= 2010);
  }

  @Test
  void an_entry_of_the_same_millisecond_does_not_break_the_estimate() {
    for (int i = 1; i <= 1500; i++) {
      redis.run(Command.XADD, stream, "7-" + i, "data", "x");
    }
    group(stream);
    read(stream, 1);
    Backlog backlog = backlog(stream);
    until("known", () -> backlog.lag() >= 1000);
    assertTrue(known(backlog::lag) <= 1500);
  }

  @Test
  void who_reads_nothing_has_no_backlog() {
    add(stream, 5);
    group(stream);
    Backlog backlog = backlog();
    until("known", () -> backlog.lag() == 0);
    assertEquals(0, known(backlog::deadLetters));
  }

  @Test
  void what_redis_does_not_tell_any_more_is_not_a_number_until_it_does() {
    try (TestRedis own = new TestRedis()) {
      CommandPipeline other = new CommandPipeline(own.access());
      other.start();
      Backlog backlog = backlog(other, own, stream);
      until("known", () -> backlog.lag() == 0);
      own.stop();
      until("stale", () -> Double.isNaN(backlog.lag()));
      assertTrue(Double.isNaN(backlog.pending()));
      assertTrue(Double.isNaN(backlog.oldestPendingAge()));
      assertTrue(Double.isNaN(backlog.deadLetters()));
      assertTrue(backlog.probeAge() >= 3 * INTERVAL.toMillis() / 1000.0);
      own.start();
      until("known again", () -> backlog.lag() == 0);
      backlog.close();
      other.close();
    }
  }

  @Test
  void a_key_that_is_no_stream_spoils_the_probe_and_not_the_pipeline_that_it_is_part_of() {
    String wrong = TestRedis.uniqueStream();
    redis.run(Command.SET, wrong, "text");
    CommandPipeline shared = new CommandPipeline(redis.access());
    AtomicInteger asked = new AtomicInteger();
    Backlog backlog = start(shared, redis, () -> count(asked, List.of(stream, wrong)));
    until("asked", () -> asked.get() == 1);
    Future<Response> another = shared.send(Request.cmd(Command.PING));
    shared.start();
    assertEquals("PONG", await(another).toString(), "all of it goes out in one pipeline");
    until("asked again", () -> asked.get() > 2);
    assertTrue(Double.isNaN(backlog.lag()));
    redis.run(Command.DEL, wrong);
    until("known", () -> backlog.lag() == 0);
    backlog.close();
    shared.close();
  }

  @Test
  void a_supplier_that_fails_is_asked_again() {
    AtomicInteger asked = new AtomicInteger();
    Backlog backlog =
        start(
            pipeline,
            redis,
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              return List.of(stream);
            });
    until("known", () -> backlog.lag() == 0);
  }

  @Test
  void one_probe_at_a_time() throws Exception {
    CommandPipeline silent = new CommandPipeline(redis.access());
    AtomicInteger asked = new AtomicInteger();
    start(silent, redis, () -> count(asked, List.of(stream)));
    until("asked", () -> asked.get() == 1);
    ticks(4);
    assertEquals(1, asked.get(), "not answered, so not asked again");
    silent.start();
    until("answered, so asked again", () -> asked.get() > 2);
    silent.close();
  }

  @Test
  void after_close_nothing_is_asked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Backlog backlog = start(pipeline, redis, () -> count(asked, List.of(stream)));
    until("asked", () -> asked.get() > 0);
    backlog.close();
    ticks(1);
    int before = asked.get();
    backlog.start();
    ticks(4);
    assertEquals(before, asked.get());
    assertTrue(Double.isNaN(backlog.lag()), "stale by now");
    backlog.close();
  }

  @Test
  void an_interval_of_zero_asks_never() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Backlog off =
        new Backlog(
            "test",
            GROUP,
            Duration.ZERO,
            redis.vertx,
            pipeline,
            () -> count(asked, List.of(stream)));
    off.start();
    ticks(3);
    assertEquals(0, asked.get());
    off.close();
  }

  @Test
  void interval_is_ten_seconds_off_or_at_least_one() {
    assertEquals(Duration.ofSeconds(10), Backlog.interval(attributes()));
    assertEquals(Duration.ZERO, Backlog.interval(attributes("metrics-interval", "0")));
    assertEquals(Duration.ofSeconds(1), Backlog.interval(attributes("metrics-interval", "PT1S")));
    for (String wrong : List.of("PT0.999S", "PT-1S", "P1D", "soon")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Backlog.interval(attributes("metrics-interval", wrong)));
      assertTrue(refused.getMessage().contains("metrics-interval"), refused.getMessage());
    }
  }

  private Backlog backlog(String... streams) {
    return backlog(pipeline, redis, streams);
  }

  private Backlog backlog(CommandPipeline on, TestRedis of, String... streams) {
    return start(on, of, () -> List.of(streams));
  }

  private Backlog start(CommandPipeline on, TestRedis of, Supplier<List<String>> streams) {
    Backlog backlog = new Backlog("test", GROUP, INTERVAL, of.vertx, on, streams);
    backlogs.add(backlog);
    backlog.start();
    return backlog;
  }

  /** The value; on a machine that is busy elsewhere it may be stale for a moment. */
  private static double known(DoubleSupplier value) {
    AtomicReference<Double> last = new AtomicReference<>(Double.NaN);
    until(
        "known",
        () -> {
          last.set(value.getAsDouble());
          return !Double.isNaN(last.get());
        });
    return last.get();
  }

  private static List<String> count(AtomicInteger asked, List<String> streams) {
    asked.incrementAndGet();
    return streams;
  }

  /** As many intervals as that go by. */
  private static void ticks(int count) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(count);
    long timer = redis.vertx.setPeriodic(INTERVAL.toMillis(), ignored -> left.countDown());
    assertTrue(left.await(30, TimeUnit.SECONDS));
    redis.vertx.cancelTimer(timer);
  }

  private static void add(String stream, int count) {
    for (int i = 0; i < count; i++) {
      redis.run(Command.XADD, stream, "*", "data", "x" + i);
    }
  }

  /** Entries of a fixed distance in time. */
  private void addEvery(long firstMillis, long distanceMillis, int count) {
    String script =
        "for i = 0, ARGV[3] - 1 do "
            + "redis.call('XADD', KEYS[1], (ARGV[1] + i * ARGV[2]) .. '-0', 'data', 'x') end";
    redis.run(Command.EVAL, script, 1, stream, firstMillis, distanceMillis, count);
  }

  private static void group(String stream) {
    redis.run(Command.XGROUP, "CREATE", stream, GROUP, "0");
  }

  private static List<String> read(String stream, int count) {
    Response entries =
        redis
            .run(Command.XREADGROUP, "GROUP", GROUP, "c", "COUNT", count, "STREAMS", stream, ">")
            .get(stream);
    List<String> ids = new ArrayList<>();
    entries.forEach(entry -> ids.add(entry.get(0).toString()));
    assertEquals(count, ids.size());
    return ids;
  }

  private static long redisMillis() {
    Response time = redis.run(Command.TIME);
    return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
  }
}
