package dev.parley.redisstreams.incoming;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.TestConsumer;
import dev.parley.redisstreams.TestConsumer.Received;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who reads a partition, and what one that does not any more can still do: nothing. */
class OwnershipTest {

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

  private TestConsumer consumer(int concurrency, Consumer<Received> application, String... more) {
    List<String> all = new ArrayList<>(List.of("stream", stream, "group", "g", "block", "PT0.3S"));
    Collections.addAll(all, more);
    return new TestConsumer(redis, concurrency, application, all.toArray(String[]::new));
  }

  private void add(String key, int from, int to) {
    IntStream.range(from, to)
        .forEach(i -> redis.run(Command.XADD, stream, "*", "key", key, "data", i));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void an_acknowledgement_counts_only_while_the_lease_is_the_consumers() {
    add("k", 0, 1);
    List<Received> hands = new CopyOnWriteArrayList<>();
    try (TestConsumer consumer = consumer(1, hands::add, "lease", "PT1M")) {
      until("in its hands", () -> hands.size() == 1);
      PartitionLease lease = hands.get(0).metadata().lease();
      assertTrue(lease.isHeld());
      // Somebody else took it while this process was not looking.
      redis.run(
          Command.SET,
          StreamNames.lease(stream, "g"),
          "somebody " + (lease.epoch() + 1),
          "PX",
          60_000);
      hands.get(0).ack();
      until("refused", () -> consumer.meters().fenced.sum() == 1);
      assertEquals(1, redis.pending(stream, "g"), "still the other one's to settle");
      assertEquals(0, consumer.meters().acknowledged.sum());
      until("noticed", () -> !lease.isHeld());
      until("not counted", () -> consumer.meters().leases() == 0);
      redis.run(Command.DEL, StreamNames.lease(stream, "g"));
      add("k", 1, 2);
      until("reads again when it may", () -> hands.size() >= 2);
      assertTrue(hands.get(1).metadata().lease().epoch() > lease.epoch());
      hands.forEach(Received::ack);
      until("both", () -> hands.size() == 3);
      hands.get(2).ack();
      until("settled", () -> redis.pending(stream, "g") == 0);
      assertEquals("0", hands.get(1).payload());
      assertEquals(2, hands.get(1).metadata().deliveryCount());
    }
  }

  @Test
  void a_dead_letter_is_not_written_by_one_that_has_lost_the_partition() {
    add("k", 0, 1);
    List<Received> hands = new CopyOnWriteArrayList<>();
    try (TestConsumer consumer =
        consumer(1, hands::add, "lease", "PT1M", "failure-strategy", "dead-letter")) {
      until("in its hands", () -> hands.size() == 1);
      redis.run(Command.SET, StreamNames.lease(stream, "g"), "somebody 1", "PX", 60_000);
      hands.get(0).nack("no");
      until("refused", () -> consumer.meters().fenced.sum() == 1);
      assertEquals(0, redis.length(StreamNames.deadLetters(stream)));
      assertEquals(1, redis.pending(stream, "g"));
    }
  }

  @Test
  void leaving_hands_over_at_once_and_not_when_the_lease_ends() {
    String[] partitioned = {"partitions", "8", "lease", "PT5M"};
    TestConsumer first = consumer(1, Received::ack, partitioned);
    until("owns all", () -> first.meters().leases() == 8);
    try (TestConsumer second = consumer(1, Received::ack, partitioned)) {
      until(
          "shared out",
          () ->
              first.meters().leases() + second.meters().leases() == 8
                  && second.meters().leases() > 0);
      first.close();
      // The lease would last for minutes.
      until("all taken over", () -> second.meters().leases() == 8);
    }
  }

  @Test
  void a_newcomer_gets_its_share_at_once() {
    String[] partitioned = {"partitions", "16", "lease", "PT5M"};
    try (TestConsumer first = consumer(1, Received::ack, partitioned)) {
      until("owns all", () -> first.meters().leases() == 16);
      try (TestConsumer second = consumer(1, Received::ack, partitioned);
          TestConsumer third = consumer(1, Received::ack, partitioned)) {
        until(
            "shared out",
            () ->
                first.meters().leases() + second.meters().leases() + third.meters().leases() == 16
                    && second.meters().leases() > 0
                    && third.meters().leases() > 0
                    && first.meters().leases() < 16);
      }
      until("all back", () -> first.meters().leases() == 16);
    }
  }

  @Test
  void a_partition_moves_only_after_what_is_in_hand() {
    add("a", 0, 10);
    List<Received> hands = new CopyOnWriteArrayList<>();
    TestConsumer first = consumer(1, hands::add, "lease", "PT5M", "consumer", "first");
    until("one in hand", () -> hands.size() == 1);
    Thread closing = new Thread(first::close);
    closing.start();
    try (TestConsumer second = consumer(1, Received::ack, "lease", "PT5M", "consumer", "second")) {
      until("there", () -> second.channel().isReady());
      assertEquals(List.of(), second.payloads());
      hands.get(0).ack();
      until("the rest, in order", () -> second.payloads().equals(numbers(1, 10)));
      assertEquals(1, hands.size());
    }
    TestRedis.until("closed", () -> !closing.isAlive());
  }

  @Test
  void epochs_grow_also_when_redis_was_emptied() {
    add("k", 0, 1);
    try (TestConsumer consumer = consumer(1, Received::ack, "lease", "PT1S")) {
      until("first", () -> consumer.received.size() == 1);
      redis.run(Command.FLUSHALL);
      add("k", 1, 2);
      until("second", () -> consumer.payloads().contains("1"));
      List<Long> epochs =
          consumer.received.stream().map(r -> r.metadata().lease().epoch()).distinct().toList();
      assertEquals(epochs.stream().sorted().toList(), epochs);
    }
    add("k", 2, 3);
    try (TestConsumer next = consumer(1, Received::ack, "lease", "PT1S")) {
      until("third", () -> next.payloads().contains("2"));
      assertTrue(
          next.received.get(0).metadata().lease().epoch()
              > System.currentTimeMillis() * 1000 - 3_600_000_000L);
    }
  }

  @Test
  void what_a_reader_took_that_had_no_right_to_is_found() {
    try (TestConsumer consumer = consumer(1, Received::ack, "lease", "PT1S")) {
      add("k", 0, 1);
      until("reads", () -> consumer.received.size() == 1);
      // A read that was on its way when the lease changed hands.
      String stolen = steal(1);
      until("found and done", () -> consumer.payloads().contains(stolen));
      until("settled", () -> redis.pending(stream, "g") == 0);
    }
  }

  /** Adds an entry and reads it in one go, as a consumer that is not there. */
  private String steal(int payload) {
    redis.run(
        Command.EVAL,
        "redis.call('XADD', KEYS[1], '*', 'key', 'k', 'data', ARGV[1])"
            + " redis.call('XREADGROUP', 'GROUP', 'g', 'stale', 'COUNT', 1, 'STREAMS', KEYS[1], '>')"
            + " return 1",
        1,
        stream,
        payload);
    return Integer.toString(payload);
  }

  @Test
  void a_lease_that_ran_out_is_known_to_the_application() {
    add("k", 0, 2);
    List<Received> hands = new CopyOnWriteArrayList<>();
    TestConsumer paused = consumer(1, hands::add, "lease", "PT3S");
    until("in its hands", () -> hands.size() == 1);
    paused.crash();
    PartitionLease lease = hands.get(0).metadata().lease();
    until("ran out", () -> !lease.isHeld());
    try (TestConsumer heir = consumer(1, Received::ack, "lease", "PT3S")) {
      until("taken over", () -> heir.payloads().equals(numbers(0, 2)));
      assertFalse(lease.isHeld());
      assertTrue(heir.received.get(0).metadata().lease().epoch() > lease.epoch());
      assertEquals(2, heir.received.get(0).metadata().deliveryCount());
    }
  }
}
