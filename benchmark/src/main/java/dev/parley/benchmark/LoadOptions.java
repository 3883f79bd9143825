package dev.parley.benchmark;

import dev.parley.local.Arguments;
import java.util.List;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param users how many altogether
 * @param members how many of them share a conversation: 2 for direct ones, more for groups
 * @param senders how many of these send
 * @param seconds how long is measured
 * @param warmup how many seconds of the same load go before
 * @param window how many sends a user keeps under way, when there is no rate
 * @param rate sends per second of all users together; 0 for a closed loop
 */
record LoadOptions(
    int users,
    int members,
    int senders,
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
      Loads a suite of its own with direct conversations or groups, and checks what comes out.

      usage: %s direct [options]
             %s groups [options]
             %s connector --help

        --users N             direct: how many, 2 to 40000, even (default 500)
        --groups N            groups: how many, 1 to 1000 (default 20)
        --members N           groups: of how many each, 2 to 100 (default 50)
        --senders N           groups: how many of these send (default 1)
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
          .formatted(PROGRAM, PROGRAM, PROGRAM);

  private static final int MAX_SECONDS = 3_600;
  private static final List<String> OF_GROUPS = List.of("--groups", "--members", "--senders");

  static LoadOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            PROGRAM,
            arguments,
            Set.of(),
            Set.of(
                "--users",
                "--groups",
                "--members",
                "--senders",
                "--seconds",
                "--warmup",
                "--window",
                "--rate",
                "--gateways",
                "--messages",
                "--java-opts",
                "--mongo-java-opts"));
    String what = given.rest(1, "What to run (direct or groups)").get(0);
    boolean groups = what.equals("groups");
    if (!groups && !what.equals("direct")) {
      throw given.usage("Only direct and groups can be run");
    }
    for (String other : groups ? List.of("--users") : OF_GROUPS) {
      if (given.value(other) != null) {
        throw given.usage(other + " is not for " + what);
      }
    }
    if (given.value("--rate") != null && given.value("--window") != null) {
      throw given.usage("--window and --rate exclude each other");
    }
    int members = groups ? (int) given.number("--members", 50, 2, 100) : 2;
    int users =
        groups
            ? members * (int) given.number("--groups", 20, 1, 1_000)
            : (int) given.number("--users", 500, 2, 40_000);
    if (users % members != 0) {
      throw given.usage("--users takes an even number, not " + users);
    }
    return new LoadOptions(
        users,
        members,
        groups ? (int) given.number("--senders", 1, 1, members) : members,
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
    String where =
        isOfGroups()
            ? "%d groups of %d, %d of them senders".formatted(users / members, members, senders)
            : "%d direct conversations".formatted(users / 2);
    return "%d users in %s, %s, %d gateways, %d message-service"
        .formatted(users, where, how, gateways, messages);
  }

  /** Whether the conversations are groups. */
  boolean isOfGroups() {
    return members > 2 || senders < members;
  }

  private static List<String> words(String text, String otherwise) {
    String given = text == null ? otherwise : text.strip();
    return given.isEmpty() ? List.of() : List.of(given.split("\\s+", -1));
  }
}
