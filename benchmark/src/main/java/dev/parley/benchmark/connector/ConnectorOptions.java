package dev.parley.benchmark.connector;

import dev.parley.benchmark.Words;
import dev.parley.local.Arguments;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param warmup most seconds of the same load before the measuring
 * @param seconds most seconds of measuring
 * @param window most messages under way in the outgoing channel
 * @param count entries that the streams are filled with before something only consumes
 * @param rate messages per second of the runs {@code both}
 * @param payload bytes
 * @param keys how many different ones, taking turns
 * @param cores how many cores the client is kept on, Redis on the next one; 0 for all
 * @param redis URL of a server; null to start one
 * @param stream name of the streams; only within a run's own process
 * @param result where a run's own process writes what it measured
 */
record ConnectorOptions(
    List<Run> runs,
    int warmup,
    int seconds,
    int window,
    int count,
    int rate,
    int payload,
    int partitions,
    int keys,
    int cores,
    String redis,
    List<String> javaOptions,
    String stream,
    String result) {

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar connector";

  static final String HELP =
      """
      Measures the Redis Streams connector as an application uses it, and checks what comes out.

      usage: %s [options]

        --runs LIST           which, separated by commas (default all); a first part stands for all:
                              publish, consume-batch, consume-single, consume-blocking,
                              both-batch, both-single, latency-batch, latency-single,
                              idle, idle-no-channels,
                              baseline-publish, baseline-consume, baseline-redis-benchmark
        --seconds N           how long is measured, at most (default 20)
        --warmup N            seconds of the same load before that; when streams were filled
                              before, at most a third of the entries (default 20)
        --window N            publish: messages under way, 1 to 4096 (default 2048)
        --count N             consume: entries in the streams before (default 1000000)
        --rate N              both: messages per second, at fixed times (default 10000)
        --payload N           bytes, 32 to 65536 (default 256)
        --partitions N        1 to 256 (default 16)
        --keys N              1 to 100000 (default 1000)
        --cores N             keeps the client on N cores and Redis on the one after (taskset)
        --redis URL           uses that Redis; only keys of this run are written and removed
        --java-opts OPTS      JVM options of the client (default -Xmx1g)
        --help                this text

      exit code: 0 everything kept, 1 something broken or failed, 2 wrong options.
      """
          .formatted(PROGRAM);

  private static final int MAX_SECONDS = 3_600;
  private static final Set<String> NAMES =
      Set.of(
          "--runs",
          "--seconds",
          "--warmup",
          "--window",
          "--count",
          "--rate",
          "--payload",
          "--partitions",
          "--keys",
          "--cores",
          "--redis",
          "--java-opts",
          "--stream",
          "--result");

  static ConnectorOptions parse(List<String> arguments) {
    Arguments given = new Arguments(PROGRAM, arguments, Set.of(), NAMES);
    if (!given.rest(0, "Nothing").isEmpty()) {
      throw new AssertionError("refused before");
    }
    return new ConnectorOptions(
        runs(given),
        (int) given.number("--warmup", 20, 0, MAX_SECONDS),
        (int) given.number("--seconds", 20, 1, MAX_SECONDS),
        (int) given.number("--window", 2048, 1, Outlet.MAX_UNDER_WAY),
        (int) given.number("--count", 1_000_000, 1_000, 100_000_000),
        (int) given.number("--rate", 10_000, 1, 1_000_000),
        (int) given.number("--payload", 256, 32, 65_536),
        (int) given.number("--partitions", 16, 1, 256),
        (int) given.number("--keys", 1_000, 1, 100_000),
        (int) given.number("--cores", 0, 1, 1_024),
        redis(given),
        Words.of(given.value("--java-opts"), "-Xmx1g"),
        given.value("--stream"),
        given.value("--result"));
  }

  private static List<Run> runs(Arguments given) {
    if (given.value("--runs") == null) {
      return List.of(Run.values());
    }
    Set<Run> runs = new LinkedHashSet<>();
    for (String name : given.value("--runs").split(",", -1)) {
      List<Run> named = Run.named(name.strip());
      if (named.isEmpty()) {
        throw given.usage("There is no run \"" + name + "\"");
      }
      runs.addAll(named);
    }
    return List.copyOf(runs);
  }

  private static String redis(Arguments given) {
    String url = given.value("--redis");
    if (url != null && !url.matches("rediss?://.+")) {
      throw given.usage("--redis takes a URL such as redis://127.0.0.1:6379");
    }
    return url;
  }
}
