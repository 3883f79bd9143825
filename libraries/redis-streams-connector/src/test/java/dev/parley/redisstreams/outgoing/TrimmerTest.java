package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrimmerTest {

  private static final LuaScript TRIM = LuaScript.of(Trimmer.class, "trim.lua");

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

  /**
   * One group that has read and acknowledged {@code done} of {@code length} entries. In nodes of
   * 100 entries; the entry that was read last is kept.
   */
  @ParameterizedTest
  @CsvSource({
    "length,    50,   0,  60,   0,  50",
    "unread,   500,   0, 100,   0, 500",
    "in nodes, 550, 550, 100,   0, 150",
    "in part,  550, 349, 100,   0, 250",
    "exactly,  550, 550, 100, 100, 100",
    "bounded,  550, 349, 100, 100, 202",
    "below,    550, 349, 100, 400, 250",
    "one node,  90,  90,  10,  10,  10",
    "unread,    90,  30,  10,  10,  61",
  })
  void removes_what_is_too_much_and_done_with(
      String what, int length, int done, int keep, int bound, int left) {
    redis.run(Command.XGROUP, "CREATE", stream, "g", "0", "MKSTREAM");
    add(length);
    acknowledge(done);
    assertAnswer(length - left, left, keep, bound);
    assertEquals(left, redis.length(stream), what);
    Response rest =
        redis.run(Command.XREADGROUP, "GROUP", "g", "c", "COUNT", 1000, "STREAMS", stream, ">");
    assertEquals(length - done, rest == null ? 0 : rest.get(stream).size(), "nothing unread went");
  }

  @Test
  void what_is_pending_stays_also_behind_what_is_acknowledged() {
    redis.run(Command.XGROUP, "CREATE", stream, "g", "0", "MKSTREAM");
    add(300);
    List<String> ids = read(300);
    ids.stream().filter(id -> !id.equals(ids.get(150))).forEach(this::acknowledge);
    assertAnswer(150, 150, 10, 10);
    assertEquals(1, redis.pending(stream, "g"));
    assertEquals(
        ids.get(150), redis.run(Command.XRANGE, stream, "-", "+").get(0).get(0).toString());
  }

  @Test
  void without_groups_a_bounded_stream_is_left_alone() {
    add(300);
    assertAnswer(0, 300, 100, 100);
    assertAnswer(200, 100, 100, 0);
  }

  @Test
  void streams_that_messages_name_are_trimmed_and_nothing_of_them_is_remembered() {
    String first = TestRedis.uniqueStream();
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "max-length", "100")) {
      send(application, 3000, OutgoingRedisStreamMetadata.ofStream(first));
      // By chance: about every tenth message asks for a look.
      until("trimmed", () -> trimmedTo(application, first, 250));
      assertTrue(redis.length(first) >= 100);
      until("counted", () -> application.meters().trimmed.sum() >= 2750);
    }
  }

  @Test
  void a_stream_that_is_always_trimmed_is_so_by_delayed_entries_too() {
    try (TestApplication application =
        new TestApplication(
            redis, "stream", stream, "max-length", "100", "trim", "always", "delay", "PT0.001S")) {
      send(application, 1000, OutgoingRedisStreamMetadata.ofKey("k"));
      until("moved", () -> application.meters().moved.sum() == 1000);
      until("trimmed", () -> redis.length(stream) <= 200);
      until("counted", () -> application.meters().trimmed.sum() >= 800);
    }
  }

  @Test
  void a_stream_that_grows_by_delayed_entries_only_is_trimmed() {
    redis.run(Command.XGROUP, "CREATE", stream, "g", "$", "MKSTREAM");
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "max-length", "100", "delay", "PT0.001S")) {
      send(application, 1000, OutgoingRedisStreamMetadata.ofKey("k"));
      until("moved", () -> redis.length(stream) == 1000);
      read(1000).forEach(this::acknowledge);
      send(application, 100, OutgoingRedisStreamMetadata.ofKey("k"));
      until("trimmed", () -> redis.length(stream) <= 210);
    }
  }

  @Test
  void a_stream_that_is_none_does_not_stop_the_channel() {
    redis.run(Command.SET, stream, "text");
    try (TestApplication application =
        new TestApplication(
            redis, "stream", stream, "max-length", "10", "delayed-delivery", "true")) {
      OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey("k");
      assertTrue(application.refusal("x").getMessage().contains("WRONGTYPE"));
      // The trimmer's look fails, and with it what shares its pipeline: then it is sent again.
      OutgoingRedisStreamMetadata later = key.withDelay(Duration.ofMillis(1));
      until("accepted", () -> application.refusal("later", later) == null);
      redis.run(Command.DEL, stream);
      until("moved at last", () -> redis.length(stream) >= 1);
      application.sendNow("y");
    }
  }

  private static boolean trimmedTo(TestApplication application, String stream, int length) {
    application.sendNow("one more", OutgoingRedisStreamMetadata.ofStream(stream));
    return redis.length(stream) <= length;
  }

  private static void send(
      TestApplication application, int count, OutgoingRedisStreamMetadata metadata) {
    List<CompletableFuture<Void>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(application.send("m" + i, metadata));
    }
    TestApplication.all(outcomes);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      redis.run(Command.XADD, stream, "*", "data", i);
    }
  }

  private void acknowledge(int count) {
    if (count > 0) {
      read(count).forEach(this::acknowledge);
    }
  }

  private void acknowledge(String id) {
    redis.run(Command.XACK, stream, "g", id);
  }

  private List<String> read(int count) {
    List<String> ids = new ArrayList<>();
    redis
        .run(Command.XREADGROUP, "GROUP", "g", "c", "COUNT", count, "STREAMS", stream, ">")
        .get(stream)
        .forEach(entry -> ids.add(entry.get(0).toString()));
    return ids;
  }

  private void assertAnswer(int removed, int left, int keep, int bound) {
    Response answer = TestRedis.await(redis.redis.send(TRIM.command(List.of(stream), keep, bound)));
    assertEquals(
        removed + " removed, " + left + " left",
        answer.get(0) + " removed, " + answer.get(1) + " left");
  }
}
