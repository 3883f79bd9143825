package dev.parley.redisstreams.incoming;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestConsumer;
import dev.parley.redisstreams.TestConsumer.Received;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Consumers that share the entries of a stream: each entry to one of them. */
class SharedChannelTest {

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
            List.of(
                "stream",
                stream,
                "group",
                "g",
                "assignment",
                "shared",
                "lease",
                "PT3S",
                "block",
                "PT0.2S",
                "retry-delay",
                "PT0.02S"));
    Collections.addAll(all, more);
    return new TestConsumer(redis, concurrency, application, all.toArray(String[]::new));
  }

  private void add(int from, int to) {
    IntStream.range(from, to)
        .forEach(i -> redis.run(Command.XADD, stream, "*", "key", "k", "data", i));
  }

  private long pending() {
    return redis.pending(stream, "g");
  }

  private static Set<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.toSet());
  }

  private Set<String> consumers() {
    Set<String> names = new HashSet<>();
    for (Response consumer : redis.run(Command.XINFO, "CONSUMERS", stream, "g")) {
      names.add(consumer.get("name").toString());
    }
    return names;
  }

  @Test
  void entries_are_spread_over_all_and_each_comes_once() {
    try (TestConsumer one = consumer(1, Received::ack, "batch-size", "5");
        TestConsumer two = consumer(1, Received::ack, "batch-size", "5")) {
      until("both there", () -> one.channel().isReady() && two.channel().isReady());
      for (int round = 0;
          round < 200 && (one.received.isEmpty() || two.received.isEmpty());
          round++) {
        add(round * 10, round * 10 + 10);
      }
      assertFalse(one.received.isEmpty());
      assertFalse(two.received.isEmpty());
      long sent = redis.length(stream);
      until("all read", () -> one.received.size() + two.received.size() == sent && pending() == 0);
      Set<String> all = new HashSet<>(one.payloads());
      all.addAll(two.payloads());
      assertEquals(sent, all.size(), "none twice");
    }
  }

  @Test
  void a_failing_entry_holds_up_none_even_of_its_key() {
    Consumer<Received> application =
        one -> {
          if (one.payload().equals("0") && one.metadata().deliveryCount() < 4) {
            one.nack("not yet");
          } else {
            one.ack();
          }
        };
    add(0, 20);
    try (TestConsumer consumer = consumer(1, application)) {
      until("all done", () -> consumer.received.size() == 23 && pending() == 0);
      assertTrue(consumer.payloads().indexOf("19") < consumer.payloads().lastIndexOf("0"));
      assertEquals(4L, consumer.times().get("0"));
    }
  }

  @Test
  void a_slow_one_that_lives_keeps_what_it_has() {
    add(0, 3);
    List<Received> hands = new CopyOnWriteArrayList<>();
    try (TestConsumer slow = consumer(3, hands::add, "read-ahead", "1")) {
      until("in its hands", () -> hands.size() == 3);
      try (TestConsumer other = consumer(1, Received::ack)) {
        add(3, 4);
        Set<String> before = members();
        until("other works", () -> other.payloads().contains("3"));
        // Several rounds of announcements and sweeps, far more than the lease time.
        long epoch = System.nanoTime();
        until("some leases later", () -> System.nanoTime() - epoch > 9_000_000_000L);
        assertEquals(2, members().size(), "both alive: " + before);
        assertTrue(Collections.disjoint(other.payloads(), numbers(0, 3)), "nothing was taken away");
        hands.forEach(Received::ack);
        until("done", () -> pending() == 0);
      }
    }
  }

  private Set<String> members() {
    Set<String> names = new HashSet<>();
    redis
        .run(Command.ZRANGE, "{" + stream + "}:members:g", 0, -1)
        .forEach(name -> names.add(name.toString()));
    return names;
  }

  @Test
  void what_a_dead_one_had_is_taken_over_and_its_name_forgotten() {
    add(0, 10);
    TestConsumer dead = consumer(10, one -> {});
    until("has them", () -> dead.received.size() == 10);
    try (TestConsumer heir = consumer(1, Received::ack)) {
      dead.crash();
      add(10, 20);
      until("all", () -> new HashSet<>(heir.payloads()).equals(numbers(0, 20)) && pending() == 0);
      Received first =
          heir.received.stream().filter(r -> r.payload().equals("0")).findFirst().orElseThrow();
      assertEquals(2, first.metadata().deliveryCount());
      until("forgotten", () -> consumers().size() == 1);
    }
  }

  @Test
  void one_that_leaves_gives_back_what_it_had_not_begun() {
    add(0, 100);
    TestConsumer leaving = consumer(1, Received::ack, "read-ahead", "50", "batch-size", "50");
    until("at work", () -> leaving.received.size() > 3);
    leaving.close();
    Set<String> done = new HashSet<>(leaving.payloads());
    try (TestConsumer next = consumer(1, Received::ack)) {
      until("the rest", () -> next.received.size() + done.size() == 100 && pending() == 0);
      Set<String> rest = new HashSet<>(next.payloads());
      rest.retainAll(done);
      assertEquals(Set.of(), rest);
    }
  }

  @Test
  void what_one_that_left_gave_back_is_taken_over_long_before_a_lease_ends() {
    add(0, 60);
    TestConsumer leaving = consumer(1, Received::ack, "read-ahead", "50", "lease", "PT5M");
    until("at work", () -> leaving.received.size() > 3);
    try (TestConsumer other = consumer(1, Received::ack, "lease", "PT5M")) {
      until("there", () -> other.channel().isReady() && members().size() == 2);
      leaving.close();
      until("the rest", () -> other.received.size() + leaving.received.size() == 60);
      until("settled", () -> pending() == 0);
    }
  }

  @Test
  void a_consumer_that_comes_back_under_its_name_gets_its_own_again() {
    add(0, 5);
    TestConsumer first = consumer(5, one -> {}, "consumer", "same");
    until("has them", () -> first.received.size() == 5);
    first.crash();
    try (TestConsumer again = consumer(1, Received::ack, "consumer", "same")) {
      until("again", () -> again.received.size() == 5 && pending() == 0);
      assertEquals(2, again.received.get(0).metadata().deliveryCount());
    }
  }

  @Test
  void cut_connections_and_an_emptied_redis_lose_nothing_that_is_there() {
    try (TestConsumer one = consumer(4, Received::ack);
        TestConsumer two = consumer(4, Received::ack)) {
      for (int round = 0; round < 10; round++) {
        add(round * 50, round * 50 + 50);
        redis.killConnections();
      }
      until(
          "all",
          () -> {
            Set<String> all = new HashSet<>(one.payloads());
            all.addAll(two.payloads());
            return all.size() == 500 && pending() == 0;
          });
      redis.run(Command.FLUSHALL);
      add(1000, 1010);
      until(
          "after the flush",
          () -> {
            Set<String> all = new HashSet<>(one.payloads());
            all.addAll(two.payloads());
            return all.containsAll(numbers(1000, 1010));
          });
    }
  }
}
