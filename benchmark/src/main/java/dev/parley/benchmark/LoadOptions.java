package dev.parley.benchmark;

import dev.parley.local.Arguments;
import java.util.List;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param users how many, in pairs
 * @param seconds how long is measured
 * @param warmup how many seconds of the same load go before
 * @param window how many sends a user keeps under way, when there is no rate
 * @param rate sends per second of all users together; 0 for a closed loop
 */
record LoadOptions(
    int users,
    int seconds,
    int warmup,
    int window,
    int rate,
    int gateways,
    int messages,
    List<String> javaOptions,
    List<String> mongoJavaOptions) {

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar";

  static final String HELP =
      """
      Loads a suite of its own with direct conversations and checks what comes out of it.

      usage: %s direct [options]
             %s connector --help

        --users N             how many, 2 to 10000, even (default 500)
        --seconds N           how long is measured (default 60)
        --warmup N            seconds of load before that (default 120)
        --window N            sends that each user keeps under way, 1 to 64 (default 1)
        --rate N              instead: sends per second of all together, at fixed times
        --gateways N          how many, 1 to 32 (default 2)
        --messages N          how many message-services, 1 to 32 (default 1)
        --java-opts OPTS      JVM options of the services (default -Xmx512m)
        --mongo-java-opts OPTS  JVM options of the MongoDB stand-in (default -Xmx3g)
        --help                this text

      REDIS_URL and MONGODB_URL are used instead of starting one; what is there is not deleted.
      exit code: 0 everything kept, 1 something broken or failed, 2 wrong options.
      """
          .formatted(PROGRAM, PROGRAM);

  private static final int MAX_SECONDS = 3_600;

  static LoadOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            PROGRAM,
            arguments,
            Set.of(),
            Set.of(
                "--users",
                "--seconds",
                "--warmup",
                "--window",
                "--rate",
                "--gateways",
                "--messages",
                "--java-opts",
                "--mongo-java-opts"));
    if (!given.rest(1, "What to run (direct)").get(0).equals("direct")) {
      throw given.usage("Only direct can be run");
    }
    if (given.value("--rate") != null && given.value("--window") != null) {
      throw given.usage("--window and --rate exclude each other");
    }
    int users = (int) given.number("--users", 500, 2, 10_000);
    if (users % 2 != 0) {
      throw given.usage("--users takes an even number, not " + users);
    }
    return new LoadOptions(
        users,
        (int) given.number("--seconds", 60, 1, MAX_SECONDS),
        (int) given.number("--warmup", 120, 0, MAX_SECONDS),
        (int) given.number("--window", 1, 1, 64),
        (int) given.number("--rate", 0, 1, 1_000_000),
        (int) given.number("--gateways", 2, 1, 32),
        (int) given.number("--messages", 1, 1, 32),
        words(given.value("--java-opts"), "-Xmx512m"),
        words(given.value("--mongo-java-opts"), "-Xmx3g"));
  }

  String describe() {
    String how = rate > 0 ? rate + " sends/s at fixed times" : "closed loop, window " + window;
    return "%d users in %d direct conversations, %s, %d gateways, %d message-service"
        .formatted(users, users / 2, how, gateways, messages);
  }

  private static List<String> words(String text, String otherwise) {
    String given = text == null ? otherwise : text.strip();
    return given.isEmpty() ? List.of() : List.of(given.split("\\s+", -1));
  }
}
