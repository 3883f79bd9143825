package dev.parley.benchmark;

import dev.parley.benchmark.connector.Console;
import dev.parley.local.Suite;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections: what one takes while it is idle, then how many are made in a second, in rounds in
 * which everybody connects and goes.
 */
final class ConnectsRun {

  /**
   * One in so many connects before the memory is looked at, so that what the first need is there.
   */
  private static final int FIRST = 10;

  private static final int SETTLE_MILLIS = 3_000;

  /** Longer than a JVM without work takes to give back what it does not use. */
  private static final int IDLE_MILLIS = 25_000;

  private final LoadOptions options;
  private final Suite suite;
  private final Connects users;
  private final int first;
  private long connects;
  private double seconds;

  private ConnectsRun(LoadOptions options, Suite suite, Connects users) {
    this.options = options;
    this.suite = suite;
    this.users = users;
    this.first = options.users() / FIRST;
  }

  static ConnectsReport measure(LoadOptions options, List<String> arguments, Suite suite) {
    String run = Long.toString(Instant.now().toEpochMilli(), 36);
    Contender contender = options.contender();
    Console.say("making tokens");
    try (Connects users =
        new Connects(
            options.users(), contender::door, contender.servers(suite), run, suite::token)) {
      return new ConnectsRun(options, suite, users).measure(arguments);
    }
  }

  private ConnectsReport measure(List<String> arguments) {
    Memory memory = idle();
    rounds("warm-up", options.warmup());
    connects = 0;
    seconds = 0;
    users.measure();
    CpuTimes before = CpuTimes.of(suite);
    rounds("measuring", options.seconds());
    CpuTimes cpu = CpuTimes.of(suite).since(before);
    return new ConnectsReport(
        arguments,
        options,
        connects,
        seconds,
        users.latency(),
        cpu,
        options.users() - first,
        memory,
        users.problem());
  }

  /** What all but the first of the connections take. */
  private Memory idle() {
    users.connect(0, first);
    Pause.millis(IDLE_MILLIS);
    Memory before = Memory.of(suite);
    users.connect(first, options.users());
    Pause.millis(IDLE_MILLIS);
    Memory more = Memory.of(suite).since(before);
    Console.say(
        "%,d idle connections took %,d KiB".formatted(options.users() - first, more.servers()));
    disconnectAll();
    return more;
  }

  /** At least one, unless there is no time at all; none begins when the time is over. */
  private void rounds(String what, int limit) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limit);
    while (System.nanoTime() - end < 0) {
      double took = users.connect(0, options.users());
      connects += options.users();
      seconds += took;
      Console.say("%s: %,.0f connects/s".formatted(what, options.users() / took));
      disconnectAll();
    }
  }

  /** The servers notice some time after; what that takes belongs to the round. */
  private void disconnectAll() {
    users.disconnect();
    Pause.millis(SETTLE_MILLIS);
  }
}
