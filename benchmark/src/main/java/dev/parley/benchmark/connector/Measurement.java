package dev.parley.benchmark.connector;

import dev.parley.benchmark.connector.Meter.Measured;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One run, in the process of its own. For one thread. */
final class Measurement {

  /** One entry every 10 ms: each meets an idle line. */
  private static final int IDLE_LINE_RATE = 100;

  private final ConnectorOptions options;
  private final Run run;
  private final Probe probe;
  private final Streams streams;
  private final Arrivals arrivals;
  private final Supplier<Outlet> outlet;

  /**
   * A run to be.
   *
   * @param outlet asked only in a run that publishes
   */
  Measurement(
      ConnectorOptions options, Run run, Probe probe, Arrivals arrivals, Supplier<Outlet> outlet) {
    this.options = options;
    this.run = run;
    this.probe = probe;
    this.streams = new Streams(probe, options.stream(), options.partitions());
    this.arrivals = arrivals;
    this.outlet = outlet;
  }

  RunResult measure() {
    return switch (run) {
      case PUBLISH -> publish();
      case CONSUME_BATCH, CONSUME_SINGLE, CONSUME_BLOCKING -> consume();
      case BOTH_BATCH, BOTH_SINGLE -> endToEnd(options.rate());
      case LATENCY_BATCH, LATENCY_SINGLE -> endToEnd(IDLE_LINE_RATE);
      case IDLE, IDLE_NO_CHANNELS -> idle();
      case BASELINE_PUBLISH -> rawPublish();
      case BASELINE_CONSUME -> rawConsume();
      case BASELINE_REDIS_BENCHMARK -> throw new IllegalArgumentException("another program's run");
    };
  }

  private RunResult publish() {
    Sender sender = new Sender(outlet.get()::send, new Entries(options.keys(), options.payload()));
    Load load = new ClosedLoop(sender, options.window());
    Meter meter = new Meter(run.title(), probe, sender::acknowledged, Meter.COARSE);
    load.begin();
    meter.warmUp(options.warmup(), () -> false);
    Measured measured = meter.measure(options.seconds(), () -> false);
    load.stop();
    meter.awaitTrue(() -> sender.underWay() == 0);
    return result(measured, readBack(sender.perKey()), null, 0, sender.problem());
  }

  private RunResult consume() {
    int total = options.count();
    Meter meter = new Meter(run.title(), probe, arrivals::count, Meter.FINE);
    meter.warmUp(options.warmup(), () -> arrivals.count() >= total / 3);
    Measured measured = meter.measure(options.seconds(), () -> arrivals.count() >= total);
    return consumed(measured, Entries.perKey(options.keys(), total), null, null);
  }

  private RunResult endToEnd(int perSecond) {
    Sender sender = new Sender(outlet.get()::send, new Entries(options.keys(), options.payload()));
    FixedRate load = new FixedRate(sender, perSecond);
    Meter meter = new Meter(run.title(), probe, arrivals::count, Meter.COARSE);
    load.begin();
    meter.warmUp(options.warmup(), () -> false);
    long from = System.nanoTime();
    arrivals.latencies().begin(from);
    load.lateness().begin(from);
    Measured measured = meter.measure(options.seconds(), () -> false);
    long to = System.nanoTime();
    arrivals.latencies().end(to);
    load.lateness().end(to);
    load.stop();
    meter.awaitTrue(() -> sender.underWay() == 0);
    return consumed(measured, sender.perKey(), load.lateness().percentiles(), sender.problem());
  }

  private RunResult idle() {
    Meter meter = new Meter(run.title(), probe, null, Meter.COARSE);
    meter.warmUp(options.warmup(), () -> false);
    Measured measured = meter.measure(options.seconds(), () -> false);
    return result(measured, Kept.NOTHING, null, 0, null);
  }

  private RunResult rawPublish() {
    RawPublish load =
        new RawPublish(probe, streams, new Entries(options.keys(), options.payload()));
    Meter meter = new Meter(run.title(), probe, load::acknowledged, Meter.COARSE);
    load.begin();
    meter.warmUp(options.warmup(), () -> false);
    Measured measured = meter.measure(options.seconds(), () -> false);
    load.stop();
    meter.awaitTrue(load::isOver);
    return result(measured, readBack(load.perKey()), null, 0, load.problem());
  }

  private RunResult rawConsume() {
    new RawConsume(probe, streams, arrivals, options.count()).begin();
    return consume();
  }

  private RunResult consumed(
      Measured measured, long[] sent, Latencies.Percentiles lateness, String problem) {
    Meter meter = new Meter(run.title(), probe, arrivals::count, Meter.COARSE);
    meter.awaitTrue(() -> arrivals.kept(sent).lost() == 0);
    // Acknowledgements travel with the next read.
    meter.awaitTrue(() -> streams.pending() == 0);
    return result(measured, arrivals.kept(sent), lateness, streams.pending(), problem);
  }

  private Kept readBack(long[] sent) {
    Console.say(run.title() + ": reading back what was published");
    KeyOrder order = new KeyOrder(options.keys());
    streams.readAll(order);
    return order.kept(sent);
  }

  private RunResult result(
      Measured measured, Kept kept, Latencies.Percentiles lateness, long pending, String sending) {
    String stillPending = pending == 0 ? null : pending + " still pending";
    String problems =
        String.join(
            "; ",
            Stream.of(sending, kept.problem(), stillPending).filter(Objects::nonNull).toList());
    return new RunResult(
        run.title(),
        measured.entries(),
        measured.seconds(),
        measured.clientCpu(),
        measured.redisCpu(),
        Machine.allowedCores("self"),
        arrivals.latencies().percentiles(),
        lateness,
        kept,
        pending,
        problems.isEmpty() ? null : problems);
  }
}
