package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels.Sender;
import io.vertx.redis.client.Command;
import java.util.function.Consumer;

/** Connections that are cut, data that vanishes: nothing is lost but what Redis itself lost. */
abstract class Breakage extends Behaviour {

  /** Gives each entry back a little later, so that there are always some in its hands. */
  Consumer<Worker.Taken> slowly() {
    return one -> servers().vertx().setTimer(4, ignored -> one.done());
  }

  @In.EveryMode
  void cutConnections_loseNothing(Mode mode) throws Exception {
    try (Sender sender = sender(mode)) {
      send(sender, 0, 300, 10);
      try (Worker worker = busyWorker(mode, slowly(), "batch-size", "10")) {
        for (int cut = 1; cut <= 4; cut++) {
          int before = worker.taken.size();
          until("goes on", () -> worker.taken.size() > Math.min(before, 299));
          servers().killConnections();
        }
        until("all", () -> worker.distinct().equals(numbers(0, 300)));
        untilSettled(mode);
        if (!mode.shared()) {
          assertFirstDeliveriesInOrder(worker);
        }
        until("ready again", () -> worker.channel().isReady());
        assertTrue(worker.channel().isAlive());
      }
    }
  }

  @In.EveryMode
  void emptiedRedis_isUsedAsBefore(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, "lease", "PT1S")) {
      send(sender, 0, 20, 20);
      until("all", () -> worker.distinct().equals(numbers(0, 20)));
      servers().flush();
      send(sender, 20, 40, 20);
      until("what came afterwards", () -> worker.distinct().containsAll(numbers(20, 40)));
      untilSettled(mode);
      send(sender, 40, 60, 20);
      until("and later", () -> worker.distinct().containsAll(numbers(40, 60)));
      untilSettled(mode);
    }
  }

  @In.EveryMode
  void destroyedGroup_isMadeAgain(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode)) {
      send(sender, 0, 20, 20);
      until("all", () -> worker.distinct().equals(numbers(0, 20)));
      untilSettled(mode);
      streams(mode).forEach(one -> servers().send(Command.XGROUP, "DESTROY", one, GROUP));
      send(sender, 20, 40, 20);
      until("what came afterwards", () -> worker.distinct().containsAll(numbers(20, 40)));
      untilSettled(mode);
      assertTrue(worker.channel().isAlive());
    }
  }
}
