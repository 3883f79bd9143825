package dev.parley.benchmark.cache;

import dev.parley.benchmark.Words;
import dev.parley.local.Arguments;
import java.util.List;
import java.util.Set;

/**
 * How read models are to be measured.
 *
 * @param conversations whose models are complete; over as many that nobody has read events are
 *     spread, too
 * @param events that are appended before the replica is started
 * @param batch events of an entry
 * @param seconds how long each measuring of the page takes
 * @param warmup seconds of pages from each service before its first measuring
 * @param rate events per second while the page is measured a second time
 * @param javaOptions of the services
 */
record ModelsOptions(
    int conversations,
    int events,
    int batch,
    int seconds,
    int warmup,
    int rate,
    List<String> javaOptions) {

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar models";

  static final String HELP =
      """
      Measures read models: pages of conversations from cache-service beside those from
      message-service, and then how fast one replica applies events.

      usage: %s [options]

        --conversations N     whose models are there, of ten members each, and as many that nobody
                              has read; 50 to 20000, a multiple of 50 (default 2000)
        --events N            appended before the replica starts, 0 (not measured) to 2000000
                              (default 400000)
        --batch N             events of an entry, 1 to 200 (default 25)
        --seconds N           how long each of the eight measurings of the page takes (default 10)
        --warmup N            seconds of pages from each service before that (default 20)
        --rate N              events per second while the page is measured a second time
                              (default 500)
        --java-opts OPTS      JVM options of the services (default -Xmx512m)
        --help                this text

      exit code: 0 everything came as it should, 1 not, or something failed, 2 wrong options.
      """
          .formatted(PROGRAM);

  static ModelsOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            PROGRAM,
            arguments,
            Set.of(),
            Set.of(
                "--conversations",
                "--events",
                "--batch",
                "--seconds",
                "--warmup",
                "--rate",
                "--java-opts"));
    if (!given.rest(0, "Nothing").isEmpty()) {
      throw new AssertionError("refused before");
    }
    int conversations = (int) given.number("--conversations", 2_000, Population.LIST, 20_000);
    if (conversations % Population.LIST != 0) {
      throw given.usage("--conversations takes a multiple of 50, not " + conversations);
    }
    return new ModelsOptions(
        conversations,
        (int) given.number("--events", 400_000, 0, 2_000_000),
        (int) given.number("--batch", 25, 1, 200),
        (int) given.number("--seconds", 10, 1, 600),
        (int) given.number("--warmup", 20, 0, 600),
        (int) given.number("--rate", 500, 1, 10_000),
        Words.of(given.value("--java-opts"), "-Xmx512m"));
  }
}
