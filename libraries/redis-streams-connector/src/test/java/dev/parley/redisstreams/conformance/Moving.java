package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.TestCluster;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Cluster whose slots and masters change while messages flow. */
abstract class Moving extends Behaviour {

  private static final int MOVED = 3;

  abstract TestCluster cluster();

  @Override
  TestServers servers() {
    return cluster();
  }

  @In.PartitionedModes
  void movedSlots_areFollowed(Mode mode) throws Exception {
    servers().flush();
    Set<String> sent;
    try (Sender sender = sender(mode);
        Worker worker = busyWorker(mode, Worker.Taken::done)) {
      try (Pump pump = new Pump(sender, 0, 64)) {
        pump.flows(200);
        for (int partition = 0; partition < MOVED; partition++) {
          String one = streams(mode).get(partition);
          cluster()
              .moveSlot(cluster().slot(one), cluster().masterOf(one), cluster().otherMaster(one));
          pump.flows(200);
        }
        sent = pump.taken;
      }
      until("all that Redis has taken", () -> worker.distinct().containsAll(sent));
      untilSettled(mode);
      if (!mode.shared()) {
        assertFirstDeliveriesInOrder(worker);
      }
      until("ready", () -> worker.channel().isReady());
    }
  }

  static java.util.stream.Stream<Mode> singlesAndBatches() {
    return Mode.partitionedModes().filter(mode -> mode.shared() == mode.batch());
  }

  /**
   * What Redis has taken and its replica has, arrives; what the replica had not yet is lost with
   * its master, since replication is asynchronous. Afterwards all flows as before.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("singlesAndBatches")
  void masterThatDies_isReplacedByItsReplica(Mode mode) throws Exception {
    servers().flush();
    String there =
        streams(mode).stream().filter(s -> cluster().masterOf(s) != 0).findFirst().orElseThrow();
    int dead = cluster().masterOf(there);
    Set<String> safe = new HashSet<>(numbers(0, 200));
    try (Sender sender = sender(mode)) {
      send(sender, 0, 200, 64);
      cluster().untilReplicated();
      try (Worker worker =
          busyWorker(mode, one -> servers().vertx().setTimer(3, ignored -> one.done()))) {
        until("in the midst of it", () -> !worker.taken.isEmpty());
        cluster().kill(dead);
        until("replaced", () -> cluster().masterOf(there) != dead);
        cluster().restart(dead);
        cluster().untilComplete();
        until("all that was safe", () -> worker.distinct().containsAll(safe));
        TestRedis.until("connected", sender::isConnected);
        try (Pump pump = new Pump(sender, 1000, 64)) {
          pump.flows(300);
          safe.addAll(pump.taken);
        }
        until("what came afterwards", () -> worker.distinct().containsAll(safe));
        untilSettled(mode);
        until("ready", () -> worker.channel().isReady());
      }
    }
  }
}
