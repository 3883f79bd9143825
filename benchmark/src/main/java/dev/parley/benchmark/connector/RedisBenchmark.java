package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Redis' own {@code redis-benchmark} reaches with XADD of one stream, 100 in a pipeline. */
final class RedisBenchmark {

  static final String HOW_TO_GET = "redis-benchmark is not installed (Debian: redis-tools)";

  private static final Pattern RATE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) requests per second");
  private static final String PROGRAM = "redis-benchmark";

  private final ConnectorOptions options;
  private final Pinning pinning;
  private final Path directory;

  RedisBenchmark(ConnectorOptions options, Pinning pinning, Path directory) {
    this.options = options;
    this.pinning = pinning;
    this.directory = directory;
  }

  static boolean isInstalled() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  RunResult run(Probe probe, String url, String stream, Duration limit) {
    URI server = URI.create(url);
    if (!server.getScheme().equals("redis") || server.getUserInfo() != null) {
      throw new LocalRunException("redis-benchmark is used with a plain server only.");
    }
    Path output = directory.resolve("redis-benchmark.txt");
    double before = probe.cpuSeconds();
    Child.run(pinning.client(command(server, stream)), Redirect.to(output.toFile()), limit);
    return result(rate(read(output)), probe.cpuSeconds() - before);
  }

  /** The rate in what it printed; the last one, since it prints others while it goes on. */
  static double rate(String printed) {
    double rate = -1;
    for (Matcher matcher = RATE.matcher(printed); matcher.find(); ) {
      rate = Double.parseDouble(matcher.group(1));
    }
    if (rate <= 0) {
      throw new LocalRunException("redis-benchmark printed no rate.");
    }
    return rate;
  }

  private RunResult result(double rate, double redisCpu) {
    return new RunResult(
        Run.BASELINE_REDIS_BENCHMARK.title(),
        options.count(),
        options.count() / rate,
        -1,
        redisCpu,
        "",
        null,
        null,
        Kept.NOTHING,
        0,
        null);
  }

  private List<String> command(URI server, String stream) {
    return List.of(
        PROGRAM,
        "-h",
        server.getHost(),
        "-p",
        Integer.toString(server.getPort() < 0 ? 6379 : server.getPort()),
        "-P",
        "100",
        "-c",
        "1",
        "-n",
        Integer.toString(options.count()),
        "-q",
        "XADD",
        stream,
        "*",
        "data",
        "x".repeat(options.payload()));
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new LocalRunException("The output of redis-benchmark cannot be read.", e);
    }
  }
}
