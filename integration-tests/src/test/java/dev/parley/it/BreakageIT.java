package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.local.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes killed and connections cut while people chat. */
class BreakageIT {

  private static final int PAIRS = 10;
  private static final Duration MONGO_AWAY = Duration.ofSeconds(30);

  private RunningSuite suite;
  private final List<Pair> pairs = new ArrayList<>();

  private void start(int messageServices) throws IOException {
    suite = RunningSuite.start(messageServices);
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(new Pair(suite, RunningSuite.user("ann"), RunningSuite.user("bob")));
    }
  }

  @AfterEach
  void stopSuite() {
    pairs.forEach(Pair::close);
    suite.close();
  }

  @Test
  void message_service_killed_under_load_loses_and_doubles_nothing() throws IOException {
    start(1);
    Load load = new Load(pairs);
    for (int kill = 0; kill < 2; kill++) {
      load.awaitMore(500);
      suite.killMessageService();
      suite.startMessageService();
    }
    load.awaitMore(500);
    load.stop();
    pairs.forEach(this::assertNothingLostOrDoubled);
  }

  @Test
  void one_of_two_message_services_killed_leaves_its_partitions_to_the_other() throws IOException {
    start(2);
    Load load = new Load(pairs);
    load.awaitMore(500);
    suite.killMessageService();
    load.awaitMore(500);
    suite.startMessageService();
    load.awaitMore(500);
    load.stop();
    pairs.forEach(this::assertNothingLostOrDoubled);
  }

  /** Frozen, not killed: connections stay, and what was on its way is carried out afterwards. */
  @Test
  void mongodb_away_for_half_a_minute_loses_doubles_and_reorders_nothing() throws IOException {
    start(2);
    Load load = new Load(pairs);
    load.awaitMore(500);
    suite.suite.process("mongo").freeze();
    try {
      long end = System.nanoTime() + MONGO_AWAY.toNanos();
      assertEquals("unavailable", historyCode(pairs.get(0)));
      assertEquals("timeout", editCode(pairs.get(0)));
      Await.until("half a minute has passed", () -> System.nanoTime() > end);
    } finally {
      suite.suite.process("mongo").thaw();
    }
    load.awaitMore(500);
    load.stop();
    pairs.forEach(this::assertNothingLostOrDoubled);
    assertEquals("ok", historyCode(pairs.get(0)));
    assertEquals("ok", editCode(pairs.get(0)));
  }

  private static String historyCode(Pair pair) {
    return code(
        pair.a,
        "history",
        ChatClient.JSON.createObjectNode().put("conversationId", pair.conversation));
  }

  private static String editCode(Pair pair) {
    long seq = pair.acknowledged.keySet().stream().mapToLong(s -> s).min().orElseThrow();
    boolean ofA = pair.acknowledged.get(seq).startsWith(pair.a.user);
    ObjectNode edit =
        ChatClient.JSON.createObjectNode().put("messageId", pair.conversation + ":" + seq);
    edit.putObject("content").put("type", "text").put("text", pair.acknowledged.get(seq));
    return code(ofA ? pair.a : pair.b, "message:edit", edit);
  }

  private static String code(ChatClient client, String method, ObjectNode params) {
    return client.await(
        client
            .request(method, params)
            .handle(
                (result, failure) ->
                    failure == null ? "ok" : ((RpcException) ChatClient.unwrap(failure)).code()));
  }

  @Test
  void connections_to_redis_cut_under_load_come_back_by_themselves() throws IOException {
    start(1);
    Load load = new Load(pairs);
    for (int cut = 0; cut < 5; cut++) {
      load.awaitMore(300);
      suite.cutRedisConnections();
    }
    load.awaitMore(300);
    load.stop();
    pairs.forEach(this::assertNothingLostOrDoubled);
  }

  @Test
  void an_emptied_redis_gets_its_groups_routes_and_inboxes_again() throws IOException {
    start(1);
    Load load = new Load(pairs);
    load.awaitMore(300);
    suite.redis("FLUSHALL");
    load.awaitMore(300);
    load.stop();
    pairs.forEach(this::assertStoredOnceAndGapless);
    Await.until("resync", () -> pairs.stream().allMatch(Pair::wasToldToResync));
    for (Pair pair : pairs) {
      JsonNode ack = pair.a.await(pair.a.sendForSure(pair.conversation, "after"));
      Await.until(
          "reached", () -> pair.b.seqs(pair.conversation).contains(ack.get("seq").asLong()));
    }
  }

  /** With SIGKILL and without its data, as in memory: connections stay, and say what is up. */
  @Test
  void redis_killed_and_started_empty_is_unavailable_meanwhile_and_loses_nothing_acknowledged()
      throws IOException {
    start(1);
    Load load = new Load(pairs);
    load.awaitMore(300);
    ServiceProcess redis = suite.suite.process("redis");
    redis.killHard();
    Pair first = pairs.get(0);
    Await.until("it is noticed", () -> historyCode(first).equals("unavailable"));
    for (int i = 0; i < 20; i++) {
      assertEquals("unavailable", historyCode(first), "at once, not by a timeout");
    }
    redis.restart();
    redis.awaitReady(Duration.ofSeconds(60));
    load.awaitMore(300);
    load.stop();
    pairs.forEach(this::assertStoredOnceAndGapless);
    Await.until("resync", () -> pairs.stream().allMatch(Pair::wasToldToResync));
    for (Pair pair : pairs) {
      assertFalse(pair.a.closed().isDone() || pair.b.closed().isDone(), "connections stay");
      JsonNode ack = pair.a.await(pair.a.sendForSure(pair.conversation, "after"));
      Await.until(
          "reached", () -> pair.b.seqs(pair.conversation).contains(ack.get("seq").asLong()));
    }
  }

  private void assertNothingLostOrDoubled(Pair pair) {
    assertStoredOnceAndGapless(pair);
    pair.assertReachedTheOtherSide();
  }

  private void assertStoredOnceAndGapless(Pair pair) {
    List<Document> stored = suite.stored(pair.conversation);
    assertEquals(
        LongStream.rangeClosed(1, stored.size()).boxed().toList(),
        stored.stream().map(message -> message.getLong("seq")).toList());
    Map<Long, String> bySeq = new HashMap<>();
    Set<String> clientMessageIds = new HashSet<>();
    for (Document message : stored) {
      bySeq.put(message.getLong("seq"), message.get("content", Document.class).getString("text"));
      assertTrue(clientMessageIds.add(message.getString("clientMessageId")), "stored twice");
    }
    assertEquals(pair.acknowledged.size(), stored.size(), "all that was sent was acknowledged");
    pair.acknowledged.forEach((seq, text) -> assertEquals(text, bySeq.get(seq)));
  }

  /** Two people on two gateways, and what they were promised. */
  private static final class Pair implements AutoCloseable {
    final ChatClient a;
    final ChatClient b;
    final String conversation;
    final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    Pair(RunningSuite suite, String ann, String bob) {
      a = suite.connect(suite.gatewayA(), ann);
      b = suite.connect(suite.gatewayB(), bob);
      conversation = a.createDirect(bob);
    }

    /** Sends one message after the other until told to stop; completes with the last one. */
    CompletableFuture<Void> chatter(ChatClient from, AtomicBoolean stop, AtomicInteger count) {
      if (stop.get()) {
        return CompletableFuture.completedFuture(null);
      }
      String text = from.user + " " + count.get();
      return from.sendForSure(conversation, text)
          .thenCompose(
              ack -> {
                acknowledged.put(ack.get("seq").asLong(), text);
                count.incrementAndGet();
                return chatter(from, stop, count);
              });
    }

    boolean wasToldToResync() {
      return isToldToResync(a) && isToldToResync(b);
    }

    private static boolean isToldToResync(ChatClient client) {
      return client.events.stream().anyMatch(e -> e.path("method").asText().equals("resync"));
    }

    void assertReachedTheOtherSide() {
      int all = acknowledged.size();
      Await.until(
          () -> "all of " + all + " reached: " + distinct(a).size() + " + " + distinct(b).size(),
          () -> distinct(a).size() + distinct(b).size() == all);
      assertFirstDeliveriesInOrder(a);
      assertFirstDeliveriesInOrder(b);
    }

    private Set<Long> distinct(ChatClient client) {
      return new HashSet<>(client.seqs(conversation));
    }

    private void assertFirstDeliveriesInOrder(ChatClient client) {
      long last = 0;
      Set<Long> seen = new HashSet<>();
      for (long seq : client.seqs(conversation)) {
        if (seen.add(seq)) {
          assertTrue(seq > last, seq + " after " + last);
          last = seq;
        }
      }
    }

    @Override
    public void close() {
      a.close();
      b.close();
    }
  }

  /** Everybody sends as fast as they are answered. */
  private static final class Load {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<CompletableFuture<Void>> senders = new ArrayList<>();

    Load(List<Pair> pairs) {
      for (Pair pair : pairs) {
        senders.add(pair.chatter(pair.a, stop, acknowledged));
        senders.add(pair.chatter(pair.b, stop, acknowledged));
      }
    }

    void awaitMore(int count) {
      int goal = acknowledged.get() + count;
      Await.until(
          () -> goal + " acknowledged, got " + acknowledged.get(),
          () -> acknowledged.get() >= goal || senders.stream().anyMatch(f -> f.isDone()));
      senders.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(f -> f.join());
    }

    void stop() {
      stop.set(true);
      CompletableFuture.allOf(senders.toArray(CompletableFuture<?>[]::new))
          .orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
          .join();
    }
  }
}
