package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import io.vertx.redis.client.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is sent arrives, once, in order, and is known to be done. */
abstract class Delivery extends Behaviour {

  private static final int COUNT = 120;
  private static final int KEYS = 12;

  @In.EveryMode
  void sent_arrivesOnceAndIsSettled(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode)) {
      send(sender, 0, COUNT, KEYS);
      until("all", () -> worker.distinct().equals(numbers(0, COUNT)));
      untilSettled(mode);
      assertEquals(COUNT, worker.taken.size(), "none twice");
      assertEquals(COUNT, sender.meters().sent.sum());
      assertEquals(0, sender.meters().failed.sum());
      assertEquals(0, sender.meters().pending.sum());
      assertEquals(COUNT, worker.meters().received.sum());
      until("counted", () -> worker.meters().acknowledged.sum() == COUNT);
      assertEquals(0, worker.meters().redelivered.sum());
      assertEquals(0, worker.meters().failed.sum());
      assertEquals(0, worker.meters().fenced.sum());
      assertEquals(0, worker.meters().unsettled());
      if (!mode.shared()) {
        assertFirstDeliveriesInOrder(worker);
      }
    }
  }

  @In.EveryMode
  void metadata_saysWhereAnEntryComesFrom(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode)) {
      long before = System.currentTimeMillis();
      for (int i = 0; i < KEYS; i++) {
        get(
            sender.send(
                "payload " + i,
                OutgoingRedisStreamMetadata.ofKey("k" + i).withHeaders(Map.of("h", "é" + i))));
      }
      get(sender.send("no key", OutgoingRedisStreamMetadata.ofPartition(0)));
      until("all", () -> worker.taken.size() == KEYS + 1);
      for (Worker.Taken one : worker.taken) {
        IncomingRedisStreamMetadata metadata = one.metadata();
        assertEquals(streams(mode).get(metadata.partition()), metadata.stream());
        assertEquals(one.payload(), stored(metadata).get("data"), "what Redis has under that id");
        assertEquals(stored(metadata).get("key"), metadata.key());
        assertEquals(1, metadata.deliveryCount());
        assertFalse(metadata.redelivered());
        assertTrue(metadata.timestamp() >= before - 1);
        assertTrue(metadata.lease().isHeld());
        assertEquals(!mode.shared(), metadata.lease().epoch() > 0);
        if (metadata.key() == null) {
          assertEquals("no key", one.payload());
          assertEquals(0, metadata.partition());
          assertEquals(Map.of(), metadata.headers());
        } else {
          String number = metadata.key().substring(1);
          assertEquals("payload " + number, one.payload());
          assertEquals(Map.of("h", "é" + number), metadata.headers());
        }
      }
    }
  }

  private Map<String, String> stored(IncomingRedisStreamMetadata metadata) {
    return fields(metadata.stream(), metadata.id());
  }

  Map<String, String> fields(String of, String id) {
    Map<String, String> fields = new HashMap<>();
    var entry = servers().run(Command.XRANGE, of, id, id).get(0).get(1);
    for (int i = 0; i < entry.size(); i += 2) {
      fields.put(entry.get(i).toString(), entry.get(i + 1).toString());
    }
    return fields;
  }

  @In.EveryMode
  void acknowledged_isNotDeliveredAgainAndTheRestIs(Mode mode) throws Exception {
    try (Sender sender = sender(mode)) {
      send(sender, 0, 10, 10);
      Worker first =
          mortalWorker(
              mode,
              one -> {
                if (Integer.parseInt(one.payload()) < 10) {
                  one.done();
                }
              },
              "consumer",
              "same");
      until("done", () -> first.taken.size() == 10);
      untilSettled(mode);
      send(sender, 10, 20, 10);
      until("some in its hands", () -> first.taken.size() > 10);
      List<String> had = first.payloads();
      Set<String> hands = Set.copyOf(had.subList(10, had.size()));
      first.crash();
      try (Worker next = worker(mode, "consumer", "same")) {
        until("the rest", () -> next.distinct().equals(numbers(10, 20)));
        untilSettled(mode);
        assertEquals(10, next.taken.size(), "none twice");
        for (Worker.Taken one : next.taken) {
          int count = one.metadata().deliveryCount();
          assertTrue(count == 2 || count == 1 && !hands.contains(one.payload()));
        }
      }
    }
  }

  @In.EveryMode
  void oneThatDoesNotGiveBack_getsNoMoreThanItAskedFor(Mode mode) throws Exception {
    List<Worker.Taken> hands = new CopyOnWriteArrayList<>();
    try (Sender sender = sender(mode);
        Worker worker =
            new Worker(servers(), mode, false, 3, hands::add, incoming(mode, "batch-size", "3"))) {
      send(sender, 0, 60, 20);
      until("in its hands", () -> hands.size() >= (mode.batch() ? 1 : 3));
      CompletableFuture<Void> looked = new CompletableFuture<>();
      servers().vertx().setTimer(100, ignored -> looked.complete(null));
      get(looked);
      assertTrue(hands.size() <= 3, hands.size() + " in its hands");
      for (int i = 0; i < 60; i++) {
        int next = i;
        until("the next one", () -> hands.size() > next);
        hands.get(next).done();
      }
      untilSettled(mode);
      assertEquals(numbers(0, 60), worker.distinct());
    }
  }
}
