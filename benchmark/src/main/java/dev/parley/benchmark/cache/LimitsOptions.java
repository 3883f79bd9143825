package dev.parley.benchmark.cache;

import dev.parley.benchmark.Words;
import dev.parley.local.Arguments;
import java.util.List;
import java.util.Set;

/**
 * How rate limits are to be measured.
 *
 * @param subjects that are limited, each in its turn
 * @param seconds how long each measuring takes
 * @param warmup seconds of the same before each
 * @param javaOptions of cache-service
 */
record LimitsOptions(int subjects, int seconds, int warmup, List<String> javaOptions) {

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar limits";

  static final String HELP =
      """
      Measures decisions of rate limits: by HTTP at cache-service, for 1 and for 32 subjects a
      call, and of the library alone, for 64; each one call at a time, and eight.

      usage: %s [options]

        --subjects N          how many are limited, 1000 to 1000000 (default 10000)
        --seconds N           how long each of the six measurings takes (default 8)
        --warmup N            seconds of the same before each (default 8)
        --java-opts OPTS      JVM options of cache-service (default -Xmx512m)
        --help                this text

      exit code: 0 measured, 1 something failed, 2 wrong options.
      """
          .formatted(PROGRAM);

  static LimitsOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            PROGRAM,
            arguments,
            Set.of(),
            Set.of("--subjects", "--seconds", "--warmup", "--java-opts"));
    if (!given.rest(0, "Nothing").isEmpty()) {
      throw new AssertionError("refused before");
    }
    return new LimitsOptions(
        (int) given.number("--subjects", 10_000, 1_000, 1_000_000),
        (int) given.number("--seconds", 8, 1, 600),
        (int) given.number("--warmup", 8, 0, 600),
        Words.of(given.value("--java-opts"), "-Xmx512m"));
  }
}
