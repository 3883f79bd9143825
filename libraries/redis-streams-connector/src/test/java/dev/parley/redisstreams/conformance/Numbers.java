package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.TestChannels.Sender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a channel says of itself, as who watches it sees it. */
abstract class Numbers extends Behaviour {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void publish() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void publishNoMore() {
    Metrics.removeRegistry(registry);
  }

  @In.EveryMode
  void lagAndPending_areWhatIsNotReadAndNotDone(Mode mode) throws Exception {
    List<Worker.Taken> hands = new CopyOnWriteArrayList<>();
    try (Sender sender = sender(mode)) {
      send(sender, 0, 10, 1);
      try (Worker worker =
          worker(
              mode,
              hands::add,
              "batch-size",
              "4",
              "read-ahead",
              "1",
              "metrics-interval",
              "PT1S",
              "failure-strategy",
              "ignore")) {
        until("in its hands", () -> !hands.isEmpty());
        until("pending", () -> gauge("pending") == 4 && gauge("lag") == 6);
        assertEquals(4, worker.meters().unsettled());
        assertEquals(4, worker.meters().received.sum());
        for (int i = 0; i < 10; i++) {
          int next = i;
          until("the next one", () -> hands.size() > next);
          settle(hands.get(i), i);
        }
        until("nothing is left", () -> gauge("lag") == 0 && gauge("pending") == 0);
        until("one was given up", () -> gauge("dead.letters") == 1);
        assertEquals(10, worker.meters().received.sum());
        until("counted", () -> worker.meters().acknowledged.sum() == 10);
        assertEquals(2, worker.meters().failed.sum());
        assertEquals(1, worker.meters().ignored.sum());
        until("counted", () -> worker.meters().deadLettered.sum() == 1);
        assertEquals(0, worker.meters().redelivered.sum());
        assertEquals(0, worker.meters().unsettled());
        assertEquals(0, worker.meters().heldBack());
        assertEquals(streams(mode).size(), worker.meters().leases());
      }
    }
  }

  private static void settle(Worker.Taken one, int number) {
    switch (number) {
      case 3 -> one.fail();
      case 5 -> one.fail(new IllegalStateException("x"), OnNack.deadLetter());
      default -> one.done();
    }
  }

  private double gauge(String name) {
    Gauge gauge = registry.find("redis.streams." + name).tag("stream", stream).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }
}
