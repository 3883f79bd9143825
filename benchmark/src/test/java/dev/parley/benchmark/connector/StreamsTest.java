package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks at Redis behind the connector's back, with a real one. */
class StreamsTest {

  private static final int KEYS = 7;
  private static final int COUNT = 3_333;
  private static final long WAIT_SECONDS = 20;

  @TempDir static Path directory;
  private static RedisProcess redis;

  private final String name = "test-" + UUID.randomUUID();
  private final Entries entries = new Entries(KEYS, 64);
  private Probe probe;
  private Streams streams;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start(new Pinning(0, 1), directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    probe = Probe.connect(redis.url());
    streams = new Streams(probe, name, 4);
  }

  @AfterEach
  void disconnect() {
    probe.close();
  }

  @Test
  void streams_filled_haveAllInOrder() {
    streams.fill(entries, COUNT);
    assertEquals(new Kept(0, 0, 0, 0), readBack());
    assertEquals(COUNT, length());
  }

  @Test
  void readBack_afterAnEntryWasTaken_missesIt() {
    streams.fill(entries, COUNT);
    String stream = streams.names().get(2);
    String last = probe.ask(Command.XREVRANGE, stream, "+", "-", "COUNT", "1").get(0).get(0) + "";
    probe.ask(Command.XDEL, stream, last);
    assertEquals(new Kept(1, 0, 0, 0), readBack());
  }

  @Test
  void pending_beforeAndAfterTheAcknowledgement_isCountedInAllPartitions() {
    streams.fill(entries, 100);
    for (String stream : streams.names()) {
      probe.ask(Command.XGROUP, "CREATE", stream, Streams.GROUP, "0");
    }
    assertEquals(0, streams.pending());
    String first = streams.names().get(0);
    probe.ask(Command.XREADGROUP, "GROUP", "bench", "c", "COUNT", "3", "STREAMS", first, ">");
    String second = streams.names().get(1);
    String id =
        probe
                .ask(
                    Command.XREADGROUP, "GROUP", "bench", "c", "COUNT", "1", "STREAMS", second, ">")
                .get(0)
                .get(1)
                .get(0)
                .get(0)
            + "";
    assertEquals(4, streams.pending());
    probe.ask(Command.XACK, second, Streams.GROUP, id);
    assertEquals(3, streams.pending());
  }

  @Test
  void remove_ofOneRun_leavesTheOthersAlone() {
    String other = "other-" + UUID.randomUUID();
    streams.fill(entries, 100);
    probe.ask(Command.SET, "{" + name + "}:members:bench", "x");
    probe.ask(Command.SET, other, "x");
    probe.remove(name);
    assertEquals("[]", probe.ask(Command.KEYS, "*" + name + "*").toString());
    assertEquals("x", probe.ask(Command.GET, other).toString());
  }

  @Test
  void cpu_ofRedis_growsWithWork() {
    double before = probe.cpuSeconds();
    streams.fill(entries, COUNT);
    assertTrue(probe.cpuSeconds() > before);
  }

  @Test
  void rawPublish_stopped_hasAddedWhatItCounted() throws InterruptedException {
    RawPublish load = new RawPublish(probe, streams, entries);
    load.begin();
    until(() -> load.acknowledged() >= 2_000);
    load.stop();
    until(load::isOver);
    assertNull(load.problem());
    assertEquals(load.acknowledged(), length());
    assertEquals(new Kept(0, 0, 0, 0), readBack());
  }

  @Test
  void rawConsume_ofFilledStreams_takesAllAndLeavesNothingPending() throws InterruptedException {
    streams.fill(entries, COUNT);
    Arrivals arrivals = new Arrivals(KEYS);
    new RawConsume(probe, streams, arrivals, COUNT).begin();
    until(() -> arrivals.count() == COUNT);
    until(() -> streams.pending() == 0);
    assertEquals(new Kept(0, 0, 0, 0), arrivals.kept(Entries.perKey(KEYS, COUNT)));
  }

  @Test
  void meter_ofARunThatEnds_countsUpToItsEnd() {
    long[] count = {100};
    Meter meter = new Meter("test", probe, () -> count[0] += 5, Meter.FINE);
    Meter.Measured measured = meter.measure(3_600, () -> count[0] > 200);
    assertTrue(measured.entries() >= 80, measured.toString());
    assertTrue(measured.seconds() < 3_600, measured.toString());
  }

  private Kept readBack() {
    KeyOrder order = new KeyOrder(KEYS);
    streams.readAll(order);
    return order.kept(entries.perKey());
  }

  private long length() {
    return streams.names().stream()
        .mapToLong(stream -> probe.ask(Command.XLEN, stream).toLong())
        .sum();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "waited in vain");
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
