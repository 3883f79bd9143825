package dev.parley.redisstreams.incoming;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.TestConsumer;
import dev.parley.redisstreams.TestConsumer.Received;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One message per entry, exclusive: order per key, retries that hold back one key, dead letters.
 */
class SingleChannelTest {

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
    List<String> all =
        new ArrayList<>(
            List.of("stream", stream, "group", "g", "block", "PT0.2S", "retry-delay", "PT0.02S"));
    Collections.addAll(all, more);
    return new TestConsumer(redis, concurrency, application, all.toArray(String[]::new));
  }

  private String add(String key, Object payload) {
    return key == null
        ? redis.run(Command.XADD, stream, "*", "data", payload).toString()
        : redis.run(Command.XADD, stream, "*", "key", key, "data", payload).toString();
  }

  private long pending() {
    return redis.pending(stream, "g");
  }

  private Map<String, String> letter(int index) {
    Response letters = redis.run(Command.XRANGE, StreamNames.deadLetters(stream), "-", "+");
    Map<String, String> fields = new HashMap<>();
    Response letter = letters.get(index).get(1);
    for (int i = 0; i < letter.size(); i += 2) {
      fields.put(letter.get(i).toString(), letter.get(i + 1).toString());
    }
    return fields;
  }

  private long letters() {
    return redis.length(StreamNames.deadLetters(stream));
  }

  @Test
  void entries_come_one_by_one_with_where_they_come_from() {
    String id =
        redis.run(Command.XADD, stream, "*", "key", "k", "data", "hello", "h", "x").toString();
    try (TestConsumer consumer = consumer(1, Received::ack)) {
      until("received", () -> consumer.received.size() == 1);
      Received one = consumer.received.get(0);
      assertEquals("hello", one.payload());
      assertEquals(stream, one.metadata().stream());
      assertEquals(id, one.metadata().id());
      assertEquals("k", one.metadata().key());
      assertEquals(Map.of("h", "x"), one.metadata().headers());
      assertEquals(1, one.metadata().deliveryCount());
      assertTrue(one.metadata().lease().isHeld());
      assertTrue(one.metadata().lease().epoch() > 0);
      until("acknowledged", () -> pending() == 0);
      until("counted", () -> consumer.meters().acknowledged.sum() == 1);
    }
  }

  @Test
  void many_at_a_time_but_of_one_key_one_after_the_other() {
    for (int i = 0; i < 600; i++) {
      add("k" + i % 6, i);
    }
    Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
    AtomicInteger worst = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    Consumer<Received> slowly =
        one -> {
          AtomicInteger mine =
              atOnce.computeIfAbsent(one.metadata().key(), k -> new AtomicInteger());
          worst.accumulateAndGet(mine.incrementAndGet(), Math::max);
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          redis.vertx.setTimer(
              1,
              ignored -> {
                mine.decrementAndGet();
                now.decrementAndGet();
                one.ack();
              });
        };
    try (TestConsumer consumer = consumer(100, slowly)) {
      until("all done", () -> consumer.received.size() == 600 && pending() == 0);
      assertEquals(1, worst.get(), "of one key at a time");
      assertTrue(most.get() > 1, "of several keys at a time");
      for (int key = 0; key < 6; key++) {
        List<Integer> mine = consumer.payloads("k" + key).stream().map(Integer::valueOf).toList();
        assertEquals(mine.stream().sorted().toList(), mine);
        assertEquals(100, mine.size());
      }
    }
  }

  @Test
  void a_failing_key_waits_with_what_follows_it_and_others_flow() {
    AtomicInteger attempts = new AtomicInteger();
    Consumer<Received> failing =
        one -> {
          if (one.payload().equals("bad1") && attempts.incrementAndGet() < 6) {
            one.nack("not yet");
          } else {
            one.ack();
          }
        };
    add("bad", "bad1");
    add("bad", "bad2");
    for (int i = 0; i < 50; i++) {
      add("good" + i, "good" + i);
    }
    add("bad", "bad3");
    try (TestConsumer consumer = consumer(1, failing)) {
      until("done", () -> consumer.payloads().contains("bad3") && pending() == 0);
      List<String> bad = consumer.payloads("bad");
      assertEquals(List.of("bad1", "bad1", "bad1", "bad1", "bad1", "bad1", "bad2", "bad3"), bad);
      List<String> all = consumer.payloads();
      assertTrue(
          all.indexOf("good49") < all.lastIndexOf("bad1"), "others did not wait for the key");
      assertEquals(6, consumer.received.get(all.lastIndexOf("bad1")).metadata().deliveryCount());
      assertEquals(5, consumer.meters().failed.sum());
      assertEquals(0, letters());
    }
  }

  @Test
  void after_its_attempts_an_entry_is_a_dead_letter_and_its_key_goes_on() {
    String id =
        redis.run(Command.XADD, stream, "*", "key", "k", "data", "poison", "h", "x").toString();
    add("k", "next");
    Consumer<Received> picky =
        one -> {
          if (one.payload().equals("poison")) {
            one.nack("because");
          } else {
            one.ack();
          }
        };
    try (TestConsumer consumer = consumer(1, picky, "retry-attempts", "3")) {
      until("next", () -> consumer.payloads().contains("next") && pending() == 0);
      assertEquals(List.of("poison", "poison", "poison", "next"), consumer.payloads());
      assertEquals(1, letters());
      Map<String, String> letter = letter(0);
      assertEquals("poison", letter.get("data"));
      assertEquals("k", letter.get("key"));
      assertEquals("x", letter.get("h"));
      assertTrue(letter.get("dead-letter-cause").contains("because"));
      assertEquals(stream, letter.get("dead-letter-stream"));
      assertEquals(id, letter.get("dead-letter-id"));
      assertEquals("g", letter.get("dead-letter-group"));
      assertEquals("3", letter.get("dead-letter-attempts"));
      assertTrue(letter.containsKey("dead-letter-time"));
      until("counted", () -> consumer.meters().deadLettered.sum() == 1);
    }
  }

  @Test
  void dead_letter_and_ignore_do_not_try_again() {
    add("a", "1");
    add("a", "2");
    try (TestConsumer consumer =
        consumer(1, one -> one.nack("no"), "failure-strategy", "dead-letter")) {
      until("given up", () -> letters() == 2 && pending() == 0);
      assertEquals(List.of("1", "2"), consumer.payloads());
    }
    add("a", "3");
    try (TestConsumer consumer = consumer(1, one -> one.nack("no"), "failure-strategy", "ignore")) {
      until("ignored", () -> consumer.meters().ignored.sum() == 1 && pending() == 0);
      assertEquals(List.of("3"), consumer.payloads());
      assertEquals(2, letters());
    }
  }

  @Test
  void fail_stops_the_channel_which_says_so_and_keeps_the_entry() {
    add("a", "1");
    add("a", "2");
    try (TestConsumer consumer = consumer(1, one -> one.nack("no"), "failure-strategy", "fail")) {
      until("stopped", () -> consumer.failure != null);
      assertInstanceOf(IllegalStateException.class, consumer.failure);
      assertFalse(consumer.channel().isAlive());
      assertFalse(consumer.channel().isReady());
      assertEquals(List.of("1"), consumer.payloads());
      assertTrue(pending() >= 1);
    }
    try (TestConsumer next = consumer(1, Received::ack)) {
      until("taken over", () -> next.payloads().equals(List.of("1", "2")) && pending() == 0);
    }
  }

  @Test
  void what_is_to_be_done_can_be_said_with_each_nack() {
    add("a", "dead");
    add("b", "ignored");
    add("c", "later");
    Consumer<Received> application =
        one -> {
          switch (one.payload()) {
            case "dead" -> one.nack("x", OnNack.deadLetter());
            case "ignored" -> one.nack("x", OnNack.ignore());
            default -> {
              if (one.metadata().deliveryCount() == 1) {
                one.nack("x", OnNack.retryAfter(Duration.ofMillis(1)));
              } else {
                one.ack();
              }
            }
          }
        };
    try (TestConsumer consumer =
        consumer(1, application, "retry-delay", "PT1H", "retry-max-delay", "PT1H")) {
      until("all settled", () -> consumer.received.size() == 4 && pending() == 0);
      assertEquals(Map.of("dead", 1L, "ignored", 1L, "later", 2L), consumer.times());
      assertEquals(1, letters());
      assertEquals("dead", letter(0).get("data"));
    }
  }

  @Test
  void an_entry_without_payload_is_a_dead_letter_at_once() {
    redis.run(Command.XADD, stream, "*", "foreign", "field");
    add("k", "good");
    try (TestConsumer consumer = consumer(1, Received::ack)) {
      until("good", () -> consumer.payloads().equals(List.of("good")) && pending() == 0);
      assertEquals("field", letter(0).get("foreign"));
      assertTrue(letter(0).get("dead-letter-cause").contains("data"));
    }
  }

  @Test
  void a_replayed_dead_letter_is_for_its_group_alone() {
    redis.run(Command.XADD, stream, "*", "data", "mine", "dead-letter-replay-for", "g");
    redis.run(Command.XADD, stream, "*", "data", "theirs", "dead-letter-replay-for", "other");
    add(null, "everybody's");
    try (TestConsumer consumer = consumer(1, Received::ack)) {
      until("done", () -> consumer.received.size() == 2 && pending() == 0);
      assertEquals(List.of("mine", "everybody's"), consumer.payloads());
    }
  }

  @Test
  void a_slow_application_is_not_flooded() {
    for (int i = 0; i < 2_000; i++) {
      add("k" + i, i);
    }
    List<Received> hands = new CopyOnWriteArrayList<>();
    AtomicBoolean quick = new AtomicBoolean();
    Consumer<Received> slow =
        one -> {
          if (quick.get()) {
            one.ack();
          } else {
            hands.add(one);
          }
        };
    try (TestConsumer consumer = consumer(10, slow, "batch-size", "50", "read-ahead", "100")) {
      until("hands full", () -> hands.size() == 10);
      until("read ahead", () -> consumer.meters().unsettled() >= 50);
      for (int i = 0; i < 1_900; i++) {
        int settled = i;
        until("next", () -> hands.size() > settled);
        hands.get(i).ack();
        int unsettled = consumer.meters().unsettled();
        assertTrue(unsettled <= 100, unsettled + " in memory");
      }
      assertTrue(pending() <= 2 * 100, "no more than that was taken from Redis");
      quick.set(true);
      hands.forEach(Received::ack);
      until("the rest", () -> pending() == 0 && consumer.received.size() == 2_000);
    }
  }

  @Test
  void too_many_held_back_stop_the_reading() {
    for (int i = 0; i < 500; i++) {
      add("k" + i, i);
    }
    try (TestConsumer consumer =
        consumer(
            1,
            one -> one.nack("never"),
            "batch-size",
            "10",
            "max-held-back",
            "20",
            "retry-attempts",
            "0",
            "retry-delay",
            "PT1H",
            "retry-max-delay",
            "PT1H")) {
      until("full", () -> consumer.meters().heldBack() >= 20);
      String last = redis.run(Command.XADD, stream, "*", "data", "probe").toString();
      assertFalse(last.isEmpty());
      assertTrue(consumer.meters().unsettled() <= 20 + 100 + 10, "bounded");
      assertTrue(pending() <= 20 + 100 + 10, "and Redis keeps the rest");
    }
  }

  @Test
  void cut_connections_lose_nothing_and_hand_nothing_over_twice_at_a_time() {
    Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
    AtomicInteger worst = new AtomicInteger();
    Consumer<Received> slowly =
        one -> {
          AtomicInteger mine = atOnce.computeIfAbsent(one.payload(), k -> new AtomicInteger());
          worst.accumulateAndGet(mine.incrementAndGet(), Math::max);
          redis.vertx.setTimer(
              3,
              ignored -> {
                mine.decrementAndGet();
                one.ack();
              });
        };
    try (TestConsumer consumer = consumer(16, slowly)) {
      for (int i = 0; i < 500; i++) {
        add("k" + i % 20, i);
        if (i % 60 == 59) {
          redis.killConnections();
        }
      }
      until("all", () -> new HashSet<>(consumer.payloads()).size() == 500 && pending() == 0);
      assertEquals(1, worst.get());
      for (int key = 0; key < 20; key++) {
        int last = -1;
        for (String payload : new java.util.LinkedHashSet<>(consumer.payloads("k" + key))) {
          assertTrue(Integer.parseInt(payload) > last);
          last = Integer.parseInt(payload);
        }
      }
    }
  }

  @Test
  void acknowledging_twice_or_both_ways_counts_once() {
    add("k", "1");
    add("k", "2");
    Consumer<Received> hesitant =
        one -> {
          one.ack();
          one.nack("after all");
          one.ack();
        };
    try (TestConsumer consumer = consumer(1, hesitant)) {
      until("done", () -> pending() == 0 && consumer.received.size() == 2);
      assertEquals(0, consumer.meters().failed.sum());
      assertEquals(0, consumer.meters().unsettled());
    }
  }
}
