package dev.parley.redisstreams.deadletter;

import static dev.parley.redisstreams.deadletter.DeadLetters.ALL;
import static dev.parley.redisstreams.deadletter.DeadLetters.Order.NEWEST_FIRST;
import static dev.parley.redisstreams.deadletter.DeadLetters.Order.OLDEST_FIRST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();
  private final TestDeadLetters written = new TestDeadLetters(redis, stream, 4);
  private final DeadLetters letters = new DeadLetters(redis.redis, stream, 4);

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void a_list_merges_the_partitions_by_time() {
    DeadLetterId first = written.add(2, 1_000, "a", "one");
    DeadLetterId second = written.add(0, 2_000, "b", "two");
    DeadLetterId third = written.add(2, 3_000, "c", "three");
    assertEquals(List.of(third, second, first), ids(ALL, NEWEST_FIRST, null, 100));
    assertEquals(List.of(first, second, third), ids(ALL, OLDEST_FIRST, null, 100));
    assertEquals(List.of(first, second), ids(ALL, OLDEST_FIRST, null, 2));
    assertEquals(List.of(third, first), ids(2, NEWEST_FIRST, null, 100));
    assertEquals(3, await(letters.count(ALL)));
    assertEquals(2, await(letters.count(2)));
    assertEquals(0, await(letters.count(3)));
  }

  @Test
  void pages_follow_each_other_without_a_gap_when_partitions_share_an_id() {
    List<DeadLetterId> expected = new ArrayList<>();
    for (int millis = 1; millis <= 60; millis++) {
      for (int partition = 0; partition < 4; partition++) {
        expected.add(written.add(partition, millis, "k", "x"));
      }
    }
    assertEquals(expected, pages(OLDEST_FIRST));
    List<DeadLetterId> newest = pages(NEWEST_FIRST);
    assertEquals(expected.size(), newest.size());
    assertEquals(expected, reversed(newest));
  }

  private List<DeadLetterId> pages(DeadLetters.Order order) {
    List<DeadLetterId> all = new ArrayList<>();
    List<DeadLetterId> page = ids(ALL, order, null, 99);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = ids(ALL, order, page.get(page.size() - 1), 99);
    }
    return all;
  }

  private static List<DeadLetterId> reversed(List<DeadLetterId> ids) {
    List<DeadLetterId> reversed = new ArrayList<>(ids);
    java.util.Collections.reverse(reversed);
    return reversed;
  }

  @Test
  void a_list_has_everything_but_the_payload() {
    written.add(1, 1_000, "k", TestDeadLetters.BINARY);
    DeadLetter letter = await(letters.list(1, NEWEST_FIRST, null, 1)).get(0);
    assertEquals(6, letter.size());
    assertEquals(0, letter.payload().length());
    assertEquals("k", letter.key());
    assertEquals("billing", letter.group());
    assertEquals(5, letter.attempts());
    assertEquals("java.lang.IllegalStateException: no such order", letter.cause());
    assertEquals(stream + ":{1}", letter.stream());
    assertEquals("1700000000000-7", letter.entryId());
    assertEquals("2026-11-21T10:00:00Z", letter.time());
    assertEquals(Map.of("tenant", "blue"), letter.headers());
  }

  @Test
  void show_has_the_payload_up_to_its_bound() {
    DeadLetterId id = written.add(3, 1_000, "k", TestDeadLetters.BINARY);
    assertEquals(TestDeadLetters.BINARY, await(letters.show(id, 100)).payload());
    DeadLetter cut = await(letters.show(id, 2));
    assertEquals(TestDeadLetters.BINARY.slice(0, 2), cut.payload());
    assertEquals(6, cut.size());
  }

  @Test
  void an_entry_without_a_payload_says_so() {
    DeadLetterId id = written.addRaw(0, 1, Map.of("x", "y"));
    DeadLetter letter = await(letters.show(id, 100));
    assertEquals(-1, letter.size());
    assertNull(letter.cause());
    assertEquals(0, letter.attempts());
  }

  @Test
  void replay_restores_the_fields_byte_for_byte_and_removes_the_dead_letter() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("traceparent", "00-1");
    fields.put("key", "k\u00e9");
    fields.put("data", TestDeadLetters.BINARY);
    fields.put("signature", TestDeadLetters.BINARY);
    fields.put("dead-letter-replay-for", "an earlier one");
    DeadLetterId id = written.add(1, 1_000, fields);
    String newId = await(letters.replay(id));
    Response entries = written.entries(written.stream(1));
    assertEquals(1, entries.size());
    assertEquals(newId, entries.get(0).get(0).toString());
    Response got = entries.get(0).get(1);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < got.size(); i += 2) {
      names.add(got.get(i).toString());
    }
    assertEquals(
        List.of("traceparent", "key", "data", "signature", "dead-letter-replay-for"), names);
    assertEquals("k\u00e9", got.get(3).toString());
    assertArrayEquals(TestDeadLetters.BINARY.getBytes(), got.get(5).toBytes());
    assertArrayEquals(TestDeadLetters.BINARY.getBytes(), got.get(7).toBytes());
    assertEquals("billing", got.get(9).toString());
    assertEquals(0, await(letters.count(ALL)));
  }

  @Test
  void replay_without_a_group_is_for_everybody() {
    DeadLetterId id =
        written.addRaw(0, 1, Map.of("data", "x", "dead-letter-stream", written.stream(0)));
    await(letters.replay(id));
    Response fields = written.entries(written.stream(0)).get(0).get(1);
    assertEquals("[data, x]", fields.toString());
  }

  @Test
  void a_replay_that_redis_refuses_leaves_the_dead_letter() {
    DeadLetterId refused = written.add(0, 1, "k", "x");
    redis.run(Command.SET, written.stream(0), "not a stream");
    String problem = problem(letters.replay(refused));
    assertTrue(problem.contains("Redis refused: "), problem);
    assertTrue(problem.contains("WRONGTYPE"), problem);
    assertEquals(1, await(letters.count(0)));
  }

  @Test
  void what_does_not_say_where_it_comes_from_is_refused_with_a_sentence() {
    DeadLetterId old = written.addRaw(0, 1, Map.of("data", "x", "stream", stream, "cause", "y"));
    DeadLetterId foreign =
        written.addRaw(0, 2, Map.of("data", "x", "dead-letter-stream", stream + ":{1}"));
    assertTrue(problem(letters.replay(old)).contains("does not say which stream"));
    assertEquals(
        "Dead letter %s comes from %s:{1} and not from %s:{0}: it cannot be replayed from here."
            .formatted(foreign, stream, stream),
        problem(letters.replay(foreign)));
    assertEquals(2, await(letters.count(0)));
    assertEquals(0, redis.length(written.stream(0)));
    assertEquals(0, redis.length(written.stream(1)));
  }

  @Test
  void what_is_not_there_is_told_so() {
    DeadLetterId missing = new DeadLetterId(2, "5-0");
    String sentence = "There is no dead letter 2/5-0.";
    assertEquals(sentence, problem(letters.show(missing, 1)));
    assertEquals(sentence, problem(letters.replay(missing)));
    assertEquals(sentence, problem(letters.drop(missing)));
    assertEquals(
        "The stream %s has 4 partitions: there is no partition 4.".formatted(stream),
        problem(letters.show(new DeadLetterId(4, "5-0"), 1)));
    assertThrows(IllegalArgumentException.class, () -> letters.list(ALL, NEWEST_FIRST, null, 101));
  }

  @Test
  void replay_all_keeps_the_order_of_each_partition_over_many_bunches() {
    for (int i = 0; i < 250; i++) {
      written.add(1, 1_000 + i, "k", "m" + i);
    }
    written.add(3, 1, "k", "alone");
    List<Long> told = new ArrayList<>();
    Tally tally = await(letters.replayAll(ALL, Long.MAX_VALUE, soFar -> told.add(soFar.total())));
    assertEquals(new Tally(251, 0, null), tally);
    assertEquals(List.of(100L, 200L, 250L, 251L), told);
    List<String> payloads = new ArrayList<>();
    written.entries(written.stream(1)).forEach(e -> payloads.add(e.get(1).get(3).toString()));
    assertEquals(
        java.util.stream.IntStream.range(0, 250).mapToObj(i -> "m" + i).toList(), payloads);
    assertEquals(1, redis.length(written.stream(3)));
    assertEquals(0, await(letters.count(ALL)));
  }

  @Test
  void replay_all_passes_over_what_cannot_be_replayed() {
    DeadLetterId old = written.addRaw(0, 1, Map.of("data", "x"));
    written.add(0, 2, "k", "y");
    Tally tally = await(letters.replayAll(0, Long.MAX_VALUE, soFar -> {}));
    assertEquals(1, tally.done());
    assertEquals(1, tally.refused());
    assertTrue(tally.problem().contains(old.toString()), tally.problem());
    assertEquals(List.of(old), ids(0, NEWEST_FIRST, null, 100));
  }

  @Test
  void replay_all_does_not_chase_what_fails_again() {
    for (int i = 0; i < 150; i++) {
      written.add(0, 1_000 + i, "k", "x");
    }
    // A consumer that fails at once: with each bunch, a dead letter comes back.
    Tally tally = await(letters.replayAll(0, Long.MAX_VALUE, soFar -> failAgain()));
    assertEquals(150, tally.done());
    TestRedis.until("what came back is left", () -> await(letters.count(0)) == 2);
  }

  /** Called on an event loop. */
  private void failAgain() {
    redis
        .redis
        .send(Request.cmd(Command.XADD).arg(written.deadLetters(0)).arg("*").arg("data").arg("x"))
        .onFailure(
            cause -> {
              throw new AssertionError(cause);
            });
  }

  @Test
  void a_limit_holds_over_partitions() {
    for (int i = 1; i <= 3; i++) {
      written.add(0, i, "k", "x");
      written.add(1, i, "k", "x");
    }
    assertEquals(4, await(letters.replayAll(ALL, 4, soFar -> {})).done());
    assertEquals(2, await(letters.count(ALL)));
    assertEquals(1, await(letters.dropAll(ALL, 1, soFar -> {})).done());
    assertEquals(1, await(letters.count(ALL)));
  }

  @Test
  void drop_removes_one_and_drop_all_the_rest() {
    DeadLetterId first = written.add(0, 1, "k", "x");
    for (int i = 2; i < 260; i++) {
      written.add(i % 4, i, "k", "x");
    }
    await(letters.drop(first));
    assertEquals(258, await(letters.count(ALL)));
    assertEquals(new Tally(258, 0, null), await(letters.dropAll(ALL, 1_000, soFar -> {})));
    assertEquals(0, await(letters.count(ALL)));
    assertEquals(Tally.NOTHING, await(letters.dropAll(ALL, 1_000, soFar -> {})));
  }

  @Test
  void a_plain_stream_has_dead_letters_beside_it() {
    TestDeadLetters plain = new TestDeadLetters(redis, stream, 0);
    DeadLetters ofPlain = new DeadLetters(redis.redis, stream, 0);
    DeadLetterId id = plain.add(0, 1, "k", Buffer.buffer("x"));
    assertEquals(1, redis.length("{" + stream + "}:dead-letter"));
    await(ofPlain.replay(id));
    assertEquals(1, redis.length(stream));
    assertEquals(0, await(ofPlain.count(ALL)));
  }

  @Test
  void each_subscription_asks_again() {
    Uni<Long> count = letters.count(ALL);
    assertEquals(0, await(count));
    written.add(0, 1, "k", "x");
    assertEquals(1, await(count));
    Uni<Tally> sweep = letters.dropAll(ALL, 10, soFar -> {});
    assertEquals(1, await(sweep).done());
    written.add(0, 2, "k", "x");
    assertEquals(1, await(sweep).done());
  }

  private List<DeadLetterId> ids(
      int partition, DeadLetters.Order order, DeadLetterId after, int limit) {
    return await(letters.list(partition, order, after, limit)).stream()
        .map(DeadLetter::id)
        .toList();
  }

  private static String problem(Uni<?> answer) {
    return assertThrows(DeadLetterException.class, () -> await(answer)).getMessage();
  }

  private static <T> T await(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(30));
  }
}
