package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures the Redis Streams connector: starts a Redis, then for each run a process of its own,
 * fills the streams where the run only consumes, prints one table, and stops everything, also when
 * it fails or is interrupted.
 */
public final class ConnectorRun {

  public static final String HELP = ConnectorOptions.HELP;

  /** A run that moves on is let be, up to here. */
  private static final Duration MAX_DRAIN = Duration.ofMinutes(20);

  private final ConnectorOptions options;
  private final List<String> arguments;
  private final Pinning pinning;
  private final Path directory;
  private final Path application = application();

  private ConnectorRun(ConnectorOptions options, List<String> arguments, Path directory) {
    this.options = options;
    this.arguments = arguments;
    this.pinning = new Pinning(options.cores(), Machine.cores());
    this.directory = directory;
  }

  /** Exit code 0: all invariants kept; 1: not. */
  public static int run(List<String> arguments) {
    ConnectorOptions options = ConnectorOptions.parse(arguments);
    try {
      Path directory = Files.createTempDirectory("parley-connector-");
      try {
        return new ConnectorRun(options, arguments, directory).run();
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run() {
    if (!Files.exists(application)) {
      throw new LocalRunException(
          "There is no " + application + ": build it (mvn -Pbenchmark -pl benchmark -am package).");
    }
    if (options.redis() != null) {
      return run(options.redis(), "given");
    }
    try (RedisProcess redis = RedisProcess.start(pinning, directory)) {
      return run(redis.url(), "cores " + Machine.allowedCores(Long.toString(redis.pid())));
    }
  }

  private int run(String url, String where) {
    String redis;
    try (Probe probe = Probe.connect(url)) {
      redis = "redis-server %s (%s)".formatted(probe.info("server", "redis_version"), where);
    }
    List<RunResult> results = new ArrayList<>();
    for (Run run : options.runs()) {
      if (run == Run.BASELINE_REDIS_BENCHMARK && !RedisBenchmark.isInstalled()) {
        Console.say(RedisBenchmark.HOW_TO_GET);
      } else {
        results.add(run(run, url));
      }
    }
    System.out.print(report(results, redis));
    return results.stream().allMatch(result -> result.problem() == null) ? 0 : 1;
  }

  private RunResult run(Run run, String url) {
    Console.say(run.title());
    String stream = "bench-" + UUID.randomUUID();
    RunResult result;
    try {
      fill(run, url, stream);
      result = measured(run, url, stream);
    } catch (LocalRunException e) {
      result = RunResult.failed(run, e.getMessage());
    }
    try (Probe probe = Probe.connect(url)) {
      probe.remove(stream);
    }
    Console.say(Table.row(result).strip());
    return result;
  }

  /** Here, so that the process of the run has not warmed up on it. */
  private void fill(Run run, String url, String stream) {
    if (run.isFilled()) {
      Console.say("%s: filling the streams with %,d entries".formatted(run.title(), count()));
      try (Probe probe = Probe.connect(url)) {
        new Streams(probe, stream, options.partitions())
            .fill(new Entries(options.keys(), options.payload()), count());
      }
    }
  }

  private int count() {
    return options.count();
  }

  private RunResult measured(Run run, String url, String stream) {
    Duration limit = MAX_DRAIN.plusSeconds(options.warmup() + options.seconds());
    if (run == Run.BASELINE_REDIS_BENCHMARK) {
      try (Probe probe = Probe.connect(url)) {
        return new RedisBenchmark(options, pinning, directory).run(probe, url, stream, limit);
      }
    }
    Path result = directory.resolve(run.title() + ".json");
    Child.run(pinning.client(command(run, url, stream, result)), Redirect.INHERIT, limit);
    return RunResult.read(result);
  }

  private List<String> command(Run run, String url, String stream, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.javaOptions());
    command.addAll(List.of("-jar", application.toString()));
    command.addAll(arguments);
    // The last one of an option counts.
    command.addAll(List.of("--runs", run.title(), "--redis", url));
    command.addAll(List.of("--stream", stream, "--result", result.toString()));
    return command;
  }

  private String report(List<RunResult> results, String redis) {
    String client =
        results.stream()
            .map(RunResult::cores)
            .filter(cores -> !cores.isEmpty())
            .findFirst()
            .orElse("?");
    return """

        %s, %s, client on cores %s, %s; `%s`

        %s"""
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Machine.describe(),
            client,
            redis,
            ("connector " + String.join(" ", shown())).strip(),
            Table.of(results));
  }

  /** The command line without what may hold a password. */
  private List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (String argument : arguments) {
      shown.add(argument.replaceFirst("rediss?://.*", "URL"));
    }
    return shown;
  }

  private static Path application() {
    try {
      return Path.of(ConnectorRun.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling("quarkus-app")
          .resolve("quarkus-run.jar");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
