package dev.parley.redisstreams.incoming;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PositionChannelTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();
  private final String[] attributes = {
    "stream", stream, "position", "0", "trim-read", "true", "batch-size", "10"
  };

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void reads_from_the_beginning_in_order_and_removes_what_was_read() {
    add(0, 1000);
    try (Receiver receiver = new Receiver(redis, attributes)) {
      until("all read", () -> receiver.payloads().size() == 1000);
      assertEquals(numbers(0, 1000), receiver.payloads());
      assertTrue(receiver.batches.stream().noneMatch(batch -> batch.metadata().gap()));
      add(1000, 1001);
      until("trimmed", () -> redis.length(stream) < 200);
    }
  }

  @Test
  void a_failed_batch_comes_again() {
    add(0, 5);
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) ->
                number == 0
                    ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                    : CompletableFuture.completedFuture(null),
            attributes)) {
      until("read twice", () -> receiver.payloads().size() == 10);
      assertEquals(receiver.batches.get(0).payloads(), receiver.batches.get(1).payloads());
    }
  }

  @Test
  void a_cut_connection_loses_and_repeats_nothing() {
    try (Receiver receiver = new Receiver(redis, attributes)) {
      for (int round = 0; round < 10; round++) {
        add(round * 50, round * 50 + 50);
        redis.killConnections();
      }
      until("all read", () -> new HashSet<>(receiver.payloads()).size() == 500);
      assertEquals(numbers(0, 500), receiver.payloads());
    }
  }

  @Test
  void a_reader_that_the_stream_was_trimmed_past_is_told_of_the_gap() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    add(0, 1);
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) -> number == 0 ? gate : CompletableFuture.completedFuture(null),
            attributes)) {
      until("first", () -> receiver.batches.size() == 1);
      add(1, 100);
      redis.run(Command.XTRIM, stream, "MAXLEN", 20);
      gate.complete(null);
      until("the rest", () -> receiver.payloads().contains("99"));
      assertTrue(receiver.batches.get(1).metadata().gap());
      assertFalse(receiver.batches.get(2).metadata().gap());
      assertEquals(numbers(80, 100), receiver.payloads().subList(1, 21));
    }
  }

  private void add(int from, int to) {
    IntStream.range(from, to).forEach(i -> redis.run(Command.XADD, stream, "*", "data", i));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }
}
