package dev.parley.benchmark;

import dev.parley.benchmark.connector.ConnectorRun;
import dev.parley.local.LocalRunException;
import dev.parley.local.Suite;
import dev.parley.local.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The load generator: starts a suite, loads it, checks every invariant, prints what it measured and
 * stops everything, also when it fails or is interrupted.
 */
public final class LoadRun {

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

  /** Exit code 0: all invariants kept; 1: not, or it failed; 2: wrong command line. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    List<String> arguments = List.of(args);
    if (!arguments.isEmpty() && arguments.get(0).equals("connector")) {
      System.exit(ConnectorRun.run(arguments.subList(1, arguments.size())));
    }
    if (arguments.contains("--help")) {
      System.out.print(LoadOptions.HELP);
      return;
    }
    System.exit(run(arguments));
  }

  private static int run(List<String> arguments) {
    try {
      LoadOptions options = LoadOptions.parse(arguments);
      Path state = Files.createTempDirectory("parley-load-");
      say("logs, kept unless all goes well: " + state.resolve("logs"));
      Report report;
      try (Suite suite = start(options, state);
          Load load = load(options, suite)) {
        report = new LoadRun(options, suite, load).measure(arguments);
      }
      System.out.print(report.text());
      if (report.isGood()) {
        delete(state);
      }
      return report.isGood() ? 0 : 1;
    } catch (UsageException e) {
      say(e.getMessage());
      return 2;
    } catch (LocalRunException e) {
      say(e.getMessage());
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Suite start(LoadOptions options, Path state) {
    say("starting the suite");
    return Suite.builder()
        .gateways(options.gateways())
        .messages(options.messages())
        .freePorts(true)
        .stateDir(state)
        .redisUrl(System.getenv("REDIS_URL"))
        .mongoUrl(System.getenv("MONGODB_URL"))
        .javaOptions(options.javaOptions())
        .mongoJavaOptions(options.mongoJavaOptions())
        .start();
  }

  private static Load load(LoadOptions options, Suite suite) {
    String run = Long.toString(Instant.now().toEpochMilli(), 36);
    return new Load(options, suite.gateways(), run, suite::token);
  }

  private Report measure(List<String> arguments) {
    say("connecting " + options.users() + " users");
    load.connect();
    load.converse();
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
      pause(Math.min(TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS), end - start));
      double took = (System.nanoTime() - start) / 1e9;
      Standing now = load.standing();
      long progress = now.acknowledged() - last.acknowledged();
      stalled = progress > 0 ? 0 : stalled + PROGRESS_SECONDS;
      say("%s: %,.0f/s; %s".formatted(what, progress / took, now.invariants()));
      last = now;
    }
  }

  private boolean isGoing() {
    return last.sending() && stalled < STALLED_SECONDS;
  }

  private Standing drained() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    Standing standing = load.standing();
    while (!standing.isQuiet() && System.nanoTime() - end < 0) {
      pause(TimeUnit.MILLISECONDS.toNanos(100));
      standing = load.standing();
    }
    // A duplicate would come after the one that was awaited.
    pause(TimeUnit.MILLISECONDS.toNanos(500));
    return load.standing();
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }

  private static void say(String what) {
    System.err.println(Instant.now().toString().substring(11, 19) + " " + what);
  }
}
