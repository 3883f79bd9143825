package dev.parley.redisstreams.incoming;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Batch;
import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GroupChannelTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();
  private final String[] attributes = {
    "stream",
    stream,
    "partitions",
    "4",
    "group",
    "g",
    "batch-size",
    "10",
    "lease",
    "PT3S",
    "block",
    "PT0.5S"
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
  void entries_come_in_order_and_bounded_batches_and_are_acknowledged() {
    add(0, 0, 25);
    add(1, 100, 105);
    try (Receiver receiver = new Receiver(redis, attributes)) {
      until("all read", () -> receiver.payloads().size() == 30);
      add(2, 200, 203);
      until("read what came later", () -> receiver.payloads().size() == 33);
      assertTrue(receiver.batches.stream().allMatch(batch -> batch.payloads().size() <= 10));
      assertEquals(numbers(0, 25), only(receiver, 0));
      assertEquals(numbers(100, 105), only(receiver, 1));
      IncomingRedisStreamMetadata first = receiver.batches.get(0).metadata().entries().get(0);
      assertEquals("k", first.key());
      assertEquals(stream + ":{0}", first.stream());
      assertFalse(first.redelivered());
      assertTrue(Math.abs(System.currentTimeMillis() - first.timestamp()) < 60_000);
      until("acknowledged", () -> allPending() == 0);
    }
  }

  @Test
  void an_interval_collects_what_comes_and_keeps_its_order() {
    String[] slow = Arrays.copyOf(attributes, attributes.length + 2);
    slow[attributes.length] = "read-interval";
    slow[attributes.length + 1] = "PT0.2S";
    try (Receiver receiver = new Receiver(redis, slow)) {
      add(0, 0, 1);
      until("the first", () -> receiver.payloads().size() == 1);
      long began = System.nanoTime();
      for (int i = 1; i < 300; i++) {
        add(0, i, i + 1);
      }
      until("all", () -> receiver.payloads().size() == 300);
      long intervals = (System.nanoTime() - began) / 200_000_000;
      assertEquals(numbers(0, 300), receiver.payloads());
      // A batch has ten at most, and what is read at once may be handed over in several.
      long rounds = receiver.batches.stream().filter(b -> b.payloads().size() < 10).count();
      assertTrue(rounds <= 2 * (intervals + 2), rounds + " rounds in " + intervals);
      until("acknowledged", () -> allPending() == 0);
    }
  }

  @Test
  void a_failed_batch_comes_again_in_order_before_what_is_new() {
    add(0, 0, 15);
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) ->
                number == 0
                    ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                    : CompletableFuture.completedFuture(null),
            attributes)) {
      until("all done", () -> receiver.payloads().size() == 25);
      assertEquals(numbers(0, 10), receiver.payloads().subList(0, 10));
      assertEquals(numbers(0, 15), receiver.payloads().subList(10, 25));
      assertTrue(receiver.batches.get(1).metadata().entries().get(0).redelivered());
      until("acknowledged", () -> allPending() == 0);
    }
  }

  @Test
  void a_subscriber_that_throws_gets_the_batch_again() {
    add(0, 0, 3);
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) -> {
              if (number == 0) {
                throw new IllegalStateException("a bug");
              }
              return CompletableFuture.completedFuture(null);
            },
            attributes)) {
      until("first", () -> receiver.batches.size() == 1);
      receiver.demandOneMore();
      until("done", () -> receiver.payloads().size() == 6 && allPending() == 0);
    }
  }

  @Test
  void a_batch_that_goes_on_failing_comes_again_more_and_more_slowly() {
    add(0, 0, 1);
    List<Long> times = new CopyOnWriteArrayList<>();
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) -> {
              times.add(System.nanoTime());
              return number < 5
                  ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                  : CompletableFuture.completedFuture(null);
            },
            attributes)) {
      until("done at last", () -> times.size() == 6 && allPending() == 0);
      // 100 ms, doubled each time, give or take 20 %; a busy machine may add to it.
      for (int i = 1; i < 6; i++) {
        long millis = (times.get(i) - times.get(i - 1)) / 1_000_000;
        assertTrue(millis >= (80 << (i - 1)) - 1, "wait " + i + " is " + millis + " ms");
      }
    }
  }

  @Test
  void a_refused_entry_goes_to_the_dead_letters_and_the_rest_flows() {
    add(0, 0, 3);
    try (Receiver receiver =
        new Receiver(
            redis,
            (number, batch) -> {
              int poison = batch.payloads().indexOf("1");
              if (poison >= 0) {
                batch.metadata().reject(poison, new IllegalArgumentException("poison"));
              }
              return CompletableFuture.completedFuture(null);
            },
            attributes)) {
      until("all read", () -> receiver.payloads().size() == 3);
      until("acknowledged", () -> allPending() == 0);
      Response letters = redis.run(Command.XRANGE, stream + ":{0}:dead-letter", "-", "+");
      assertEquals(1, letters.size());
      Map<String, String> fields = new HashMap<>();
      Response letter = letters.get(0).get(1);
      for (int i = 0; i < letter.size(); i += 2) {
        fields.put(letter.get(i).toString(), letter.get(i + 1).toString());
      }
      assertEquals("1", fields.get("data"));
      assertEquals("k", fields.get("key"));
      assertTrue(fields.get("dead-letter-cause").contains("poison"));
      assertEquals(stream + ":{0}", fields.get("dead-letter-stream"));
      assertTrue(fields.get("dead-letter-id").matches("\\d+-\\d+"));
      assertTrue(fields.containsKey("dead-letter-time"));
    }
  }

  @Test
  void nothing_is_read_while_the_application_works() {
    add(0, 0, 100);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Receiver receiver = new Receiver(redis, (number, batch) -> gate, attributes)) {
      until("first batch", () -> receiver.batches.size() == 1);
      add(1, 100, 110);
      assertEquals(1, receiver.batches.size());
      assertTrue(allPending() <= 10, "no more than a batch was taken");
      gate.complete(null);
      until("all read", () -> receiver.payloads().size() == 110);
    }
  }

  @Test
  void a_cut_connection_loses_nothing() {
    try (Receiver receiver = new Receiver(redis, attributes)) {
      for (int round = 0; round < 10; round++) {
        add(round % 4, round * 100, round * 100 + 100);
        redis.killConnections();
      }
      until("all read", () -> new HashSet<>(receiver.payloads()).size() == 1000);
      for (int partition = 0; partition < 4; partition++) {
        assertFirstDeliveriesAscend(only(receiver, partition));
      }
      until("acknowledged", () -> allPending() == 0);
      until("healthy", receiver::isConnected);
    }
  }

  @Test
  void an_emptied_redis_gets_its_groups_again() {
    try (Receiver receiver = new Receiver(redis, attributes)) {
      add(0, 0, 5);
      until("read", () -> receiver.payloads().size() == 5);
      redis.run(Command.FLUSHALL);
      add(0, 5, 10);
      add(3, 10, 15);
      until("read again", () -> new HashSet<>(receiver.payloads()).size() == 15);
    }
  }

  @Test
  void each_partition_has_one_reader_and_every_entry_one_delivery() {
    try (Receiver one = new Receiver(redis, named("one"));
        Receiver two = new Receiver(redis, named("two"))) {
      until("shared out", () -> leaseOwners().size() == 2);
      for (int partition = 0; partition < 4; partition++) {
        add(partition, partition * 100, partition * 100 + 50);
      }
      until("all read", () -> one.payloads().size() + two.payloads().size() == 200);
      Set<String> both = new HashSet<>(one.payloads());
      both.retainAll(two.payloads());
      assertEquals(Set.of(), both);
    }
  }

  @Test
  void a_partition_is_given_away_after_the_batch_that_is_worked_on() {
    add(0, 0, 200);
    List<CompletableFuture<Void>> gates = new ArrayList<>();
    try (Receiver one =
        new Receiver(
            redis,
            (number, batch) -> {
              CompletableFuture<Void> gate = new CompletableFuture<>();
              gates.add(gate);
              return gate;
            },
            attributes)) {
      until("first batch", () -> one.batches.size() == 1);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(one::close);
      try (Receiver two = new Receiver(redis, attributes)) {
        assertFalse(closing.isDone());
        gates.get(0).complete(null);
        until("taken over", () -> two.payloads().size() == 190);
        assertEquals(numbers(10, 200), two.payloads(), "exactly the rest, in order");
        closing.join();
      }
    }
  }

  @Test
  void what_a_dead_reader_left_comes_first_and_in_order() {
    add(0, 0, 30);
    Receiver dead = new Receiver(redis, (number, batch) -> new CompletableFuture<>(), attributes);
    until("dead one has a batch", () -> dead.batches.size() == 1);
    dead.crash();
    add(0, 30, 40);
    try (Receiver heir = new Receiver(redis, attributes)) {
      until("taken over", () -> heir.payloads().size() == 40);
      assertEquals(numbers(0, 40), heir.payloads());
      assertTrue(heir.batches.get(0).metadata().entries().get(0).redelivered());
      until("acknowledged", () -> allPending() == 0);
    }
  }

  @Test
  void a_reader_that_lost_its_lease_acknowledges_nothing() {
    add(0, 0, 5);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    Receiver paused = new Receiver(redis, (number, batch) -> gate, attributes);
    until("has a batch", () -> paused.batches.size() == 1);
    paused.crash();
    Receiver heir = new Receiver(redis, (number, batch) -> new CompletableFuture<>(), attributes);
    until("taken over", () -> heir.batches.size() == 1);
    gate.complete(null);
    paused.close();
    assertEquals(5, allPending(), "still the heir's to settle");
    heir.crash();
  }

  @Test
  void reads_what_answers_look_like_in_both_protocol_versions() {
    add(0, 0, 1);
    Response map = redis.run(Command.XREAD, "STREAMS", stream + ":{0}", "0");
    assertEquals(1, Replies.streams(map).get(stream + ":{0}").size());
    assertEquals(Map.of(), Replies.streams(null));
  }

  /** With a name, so that who should own what is the same in each run. */
  private String[] named(String consumer) {
    String[] all = Arrays.copyOf(attributes, attributes.length + 2);
    all[attributes.length] = "consumer";
    all[attributes.length + 1] = consumer;
    return all;
  }

  private void add(int partition, int from, int to) {
    IntStream.range(from, to)
        .forEach(
            i ->
                redis.run(
                    Command.XADD, stream + ":{" + partition + "}", "*", "key", "k", "data", i));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static List<String> only(Receiver receiver, int partition) {
    List<String> payloads = new ArrayList<>();
    for (Batch batch : receiver.batches) {
      for (int i = 0; i < batch.payloads().size(); i++) {
        if (batch.metadata().entries().get(i).partition() == partition) {
          payloads.add(batch.payloads().get(i));
        }
      }
    }
    return payloads;
  }

  private static void assertFirstDeliveriesAscend(List<String> payloads) {
    int last = -1;
    Set<String> seen = new HashSet<>();
    for (String payload : payloads) {
      if (seen.add(payload)) {
        assertTrue(Integer.parseInt(payload) > last, payload + " after " + last);
        last = Integer.parseInt(payload);
      }
    }
  }

  private long allPending() {
    long pending = 0;
    for (int partition = 0; partition < 4; partition++) {
      pending += redis.pending(stream + ":{" + partition + "}", "g");
    }
    return pending;
  }

  private Set<String> leaseOwners() {
    Set<String> owners = new HashSet<>();
    for (int partition = 0; partition < 4; partition++) {
      Response lease = redis.run(Command.GET, stream + ":{" + partition + "}:lease:g");
      if (lease != null) {
        owners.add(lease.toString().split(" ", -1)[0]);
      }
    }
    return owners;
  }
}
