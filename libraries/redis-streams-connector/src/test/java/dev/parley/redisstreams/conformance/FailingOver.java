package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.TestSentinel;
import dev.parley.redisstreams.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A Sentinel that changes the master while messages flow. */
class FailingOver extends Behaviour {

  private TestSentinel servers;

  /** A Sentinel does not fail over twice in a row. */
  @BeforeEach
  void start() {
    servers = new TestSentinel(false);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Override
  TestServers servers() {
    return servers;
  }

  static java.util.stream.Stream<Mode> singlesAndBatches() {
    return Mode.everyMode().filter(mode -> mode.shared() == mode.batch());
  }

  /** What is sent before and after arrives; in between Redis may lose what it has taken. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("singlesAndBatches")
  void failOver_isFollowed(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker =
            busyWorker(mode, one -> servers().vertx().setTimer(2, ignored -> one.done()))) {
      send(sender, 0, 100, 20);
      until("the first ones", () -> worker.distinct().equals(numbers(0, 100)));
      untilSettled(mode);
      servers.failOver();
      try (Pump pump = new Pump(sender, 1000, 20)) {
        // The old master may take some, which are lost, until it knows that it is none.
        pump.flows(200);
      }
      until("connected", sender::isConnected);
      send(sender, 100_000, 100_100, 20);
      until("the last ones", () -> worker.distinct().containsAll(numbers(100_000, 100_100)));
      untilSettled(mode);
      if (!mode.shared()) {
        assertFirstDeliveriesInOrder(worker);
      }
      until("ready", () -> worker.channel().isReady());
    }
  }
}
