package dev.parley.benchmark;

import dev.parley.benchmark.connector.Console;
import dev.parley.local.Suite;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Messages: warms up, measures, lets everything arrive, and checks it. */
final class LoadRun {

  private static final int PROGRESS_SECONDS = 5;
  private static final int STALLED_SECONDS = 15;
  private static final int DRAIN_SECONDS = 30;

  private final LoadOptions options;
  private final Suite suite;
  private final Load load;
  private Standing last;
  private int stalled;

  private LoadRun(LoadOptions options, Suite suite, Load load) {
    this.options = options;
    this.suite = suite;
    this.load = load;
  }

  static Report measure(LoadOptions options, List<String> arguments, Suite suite) {
    String run = Long.toString(Instant.now().toEpochMilli(), 36);
    try (Load load = new Load(options, options.contender().servers(suite), run, suite::token)) {
      return new LoadRun(options, suite, load).measure(arguments);
    }
  }

  private Report measure(List<String> arguments) {
    Console.say("connecting " + options.users() + " users");
    load.connect();
    load.begin();
    last = load.standing();
    watch("warm-up", options.warmup());
    Standing before = load.standing();
    CpuTimes cpuBefore = CpuTimes.of(suite);
    load.measure(true);
    long start = System.nanoTime();
    watch("measuring", options.seconds());
    load.measure(false);
    Standing after = load.standing();
    double seconds = (System.nanoTime() - start) / 1e9;
    CpuTimes cpu = CpuTimes.of(suite).since(cpuBefore);
    load.stopSending();
    return new Report(
        arguments,
        options,
        seconds,
        before,
        after,
        cpu,
        load.tally().acknowledgement,
        load.tally().delivery,
        drained());
  }

  /** Lets time pass, says every 5 s how it goes, and gives up early when it does not. */
  private void watch(String what, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (isGoing() && System.nanoTime() - end < 0) {
      long start = System.nanoTime();
      Pause.nanos(Math.min(TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS), end - start));
      double took = (System.nanoTime() - start) / 1e9;
      Standing now = load.standing();
      long progress = now.acknowledged() - last.acknowledged();
      stalled = progress > 0 ? 0 : stalled + PROGRESS_SECONDS;
      Console.say("%s: %,.0f/s; %s".formatted(what, progress / took, now.invariants()));
      last = now;
    }
  }

  private boolean isGoing() {
    return last.sending() && stalled < STALLED_SECONDS;
  }

  private Standing drained() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (!load.standing().isQuiet() && System.nanoTime() - end < 0) {
      Pause.millis(100);
    }
    // A duplicate would come after the one that was awaited.
    Pause.millis(500);
    return load.standing();
  }
}
