package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.StreamFullException;
import dev.parley.redisstreams.TestChannels.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the sender decides: when an entry comes, how long a stream gets. */
abstract class Sending extends Behaviour {

  private static final OutgoingRedisStreamMetadata KEY = OutgoingRedisStreamMetadata.ofKey("k");

  @In.EveryMode
  void delayed_comesWhenItIsDueAndOnce(Mode mode) throws Exception {
    try (Sender sender = sender(mode, "delayed-delivery", "true");
        Worker worker = worker(mode)) {
      OutgoingRedisStreamMetadata now = OutgoingRedisStreamMetadata.ofKey("now");
      get(sender.send("in an hour", now.withDelay(Duration.ofHours(1))));
      Instant due = Instant.now().plusMillis(300);
      List<CompletableFuture<Void>> outcomes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        outcomes.add(
            sender.send("" + i, OutgoingRedisStreamMetadata.ofKey("k" + i % 6).withDeliverAt(due)));
      }
      outcomes.forEach(Behaviour::get);
      send(sender, "now", "1000");
      until("all", () -> worker.distinct().size() == 61);
      untilSettled(mode);
      assertEquals(61, worker.taken.size(), "none twice");
      assertEquals(List.of("1000"), worker.payloads("now"), "passes what is held back");
      for (Worker.Taken one : worker.taken) {
        boolean early = one.metadata().timestamp() < due.toEpochMilli();
        assertTrue(!early || one.metadata().key().equals("now"), "not early");
      }
      if (!mode.shared()) {
        assertFirstDeliveriesInOrder(worker);
      }
      assertEquals(61, sender.meters().delayed.sum());
      until("counted", () -> sender.meters().moved.sum() == 60);
    }
  }

  @In.EveryMode
  void trimming_removesOnlyWhatIsAcknowledged(Mode mode) throws Exception {
    List<Worker.Taken> hands = new CopyOnWriteArrayList<>();
    try (Sender sender = sender(mode, "max-length", "10");
        Worker worker = worker(mode, hands::add, "batch-size", "5", "read-ahead", "5")) {
      send(sender, 0, 1, 1);
      until("in its hands", () -> hands.size() == 1);
      send(sender, 1, 400, 1);
      assertEquals(400, length(mode), "nothing but the first is read, and that is not done");
      for (int i = 0; i < 400; i++) {
        int next = i;
        until("the next one", () -> hands.size() > next);
        hands.get(i).done();
      }
      untilSettled(mode);
      assertEquals(numbers(0, 400), worker.distinct());
      send(sender, 400, 420, 1);
      until("trimmed", () -> length(mode) < 250);
      until("counted", () -> sender.meters().trimmed.sum() == 420 - length(mode));
      for (int i = 400; i < 420; i++) {
        int next = i;
        until("the next one", () -> hands.size() > next);
        hands.get(i).done();
      }
      untilSettled(mode);
    }
  }

  @In.EveryMode
  void fullStream_refusesUntilItsGroupHasCaughtUp(Mode mode) throws Exception {
    List<Worker.Taken> hands = new CopyOnWriteArrayList<>();
    try (Sender sender = sender(mode, "max-backlog", "20");
        Worker worker = worker(mode, hands::add, "batch-size", "5", "read-ahead", "5")) {
      Set<String> accepted = new HashSet<>();
      Throwable refusal = null;
      for (int i = 0; refusal == null; i++) {
        assertTrue(i < 1000, "never full");
        refusal = refusal(sender, i);
        if (refusal == null) {
          accepted.add("" + i);
        }
      }
      assertInstanceOf(StreamFullException.class, refusal);
      assertTrue(accepted.size() >= 20, accepted.size() + " accepted");
      assertEquals(1, sender.meters().failed.sum());
      for (int i = 0; i < accepted.size(); i++) {
        int next = i;
        until("the next one", () -> hands.size() > next);
        hands.get(i).done();
      }
      assertEquals(accepted, worker.distinct());
      until("takes again", () -> refusal(sender, 2000) == null);
      until("arrives", () -> hands.size() > accepted.size());
      hands.get(accepted.size()).done();
      untilSettled(mode);
    }
  }

  /** Why the message was not taken; null when it was. */
  private static Throwable refusal(Sender sender, int number) {
    CompletableFuture<Throwable> outcome =
        sender.send("" + number, KEY).handle((done, failure) -> failure);
    get(outcome);
    return outcome.join();
  }
}
