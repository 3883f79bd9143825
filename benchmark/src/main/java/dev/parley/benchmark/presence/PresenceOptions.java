package dev.parley.benchmark.presence;

import dev.parley.benchmark.Words;
import dev.parley.local.Arguments;
import java.util.List;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param users how many are online; half of them at each of two nodes
 * @param replicas of presence-service
 * @param seconds how long each measuring takes
 * @param warmup seconds of changes, and of queries, before these are measured
 * @param rate changes per second
 * @param javaOptions of presence-service
 */
record PresenceOptions(
    int users, int replicas, int seconds, int warmup, int rate, List<String> javaOptions) {

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar presence";

  static final String HELP =
      """
      Measures presence beside the usual design: one key per user and connection that expires.
      Gateways are simulated: a lease, an inbox, routes and signals each.

      usage: %s [options]

        --users N             users online, half of them at each of two nodes, of which one is
                              killed; even, 1000 to 1000000 (default 100000)
        --replicas N          of presence-service, 1 to 8 (default 2)
        --seconds N           how long each measuring takes (default 20)
        --warmup N            seconds of changes, and of queries, before these are measured
                              (default 20)
        --rate N              changes per second; at most a fifth of the users (default 1000)
        --java-opts OPTS      JVM options of presence-service (default -Xmx512m)
        --help                this text

      exit code: 0 everything came as it should, 1 not, or something failed, 2 wrong options.
      """
          .formatted(PROGRAM);

  /** Of two changes of a user the first has this many seconds to be told. */
  private static final int SECONDS_PER_ROUND = 5;

  private static final int MAX_SECONDS = 600;

  static PresenceOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            PROGRAM,
            arguments,
            Set.of(),
            Set.of("--users", "--replicas", "--seconds", "--warmup", "--rate", "--java-opts"));
    if (!given.rest(0, "Nothing").isEmpty()) {
      throw new AssertionError("refused before");
    }
    int users = (int) given.number("--users", 100_000, 1_000, 1_000_000);
    if (users % 2 != 0) {
      throw given.usage("--users takes an even number, not " + users);
    }
    int most = users / SECONDS_PER_ROUND;
    return new PresenceOptions(
        users,
        (int) given.number("--replicas", 2, 1, 8),
        (int) given.number("--seconds", 20, 1, MAX_SECONDS),
        (int) given.number("--warmup", 20, 0, MAX_SECONDS),
        (int) given.number("--rate", Math.min(1_000, most), 1, most),
        Words.of(given.value("--java-opts"), "-Xmx512m"));
  }
}
