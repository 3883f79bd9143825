package dev.parley.benchmark;

import dev.parley.local.Arguments;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be run.
 *
 * @param scenario what the users do
 * @param contender what is loaded
 * @param users how many altogether
 * @param members how many of them share a conversation: 2 for direct ones, more for groups
 * @param senders how many of these send
 * @param seconds how long is measured
 * @param warmup how many seconds of the same load go before
 * @param window how many sends a user keeps under way, when there is no rate
 * @param rate sends per second of all users together; 0 for a closed loop
 */
record LoadOptions(
    Scenario scenario,
    Contender contender,
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

  /** What the users do, and which options say more about it. */
  enum Scenario {
    DIRECT(Set.of("--users", "--window", "--rate")),
    GROUPS(Set.of("--groups", "--members", "--senders", "--window", "--rate")),
    CONNECTS(Set.of("--users"));

    private final Set<String> options;

    Scenario(Set<String> options) {
      this.options = options;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String PROGRAM = "java -jar benchmark/target/parley-benchmark.jar";

  static final String HELP =
      """
      Loads a suite of its own with direct conversations, groups or connects, and checks what comes out.

      usage: %1$s direct|groups|connects [options]
             %1$s compare --help
             %1$s connector --help
             %1$s presence --help
             %1$s limits --help
             %1$s models --help
             %1$s writes      what a write takes on this machine, without Parley

        --users N             direct: how many, 2 to 40000, even (default 500)
                              connects: how many connect, 200 to 15000 (default 5000)
        --groups N            groups: how many, 1 to 1000 (default 20)
        --members N           groups: of how many each, 2 to 100 (default 50)
        --senders N           groups: how many of these send (default 1)
        --seconds N           how long is measured (default 60)
        --warmup N            seconds of load before that (default 120)
        --window N            sends that each user keeps under way, 1 to 64 (default 1)
        --rate N              instead: sends per second of all together, at fixed times
        --peer socketio       load the Socket.IO server of benchmark/peers/socketio instead of Parley
        --gateways N          how many, or how many processes of the peer, 1 to 32 (default 2)
        --messages N          how many message-services, 1 to 32 (default 1)
        --java-opts OPTS      JVM options of the services (default: see the README)
        --mongo-java-opts OPTS  JVM options of the MongoDB stand-in (default -Xmx3g)
        --help                this text

      REDIS_URL and MONGODB_URL are used instead of starting one; what is there is not deleted.
      exit code: 0 everything kept, 1 something broken or failed, 2 wrong options.
      """
          .formatted(PROGRAM);

  /**
   * A service has half a gigabyte of heap, and gives back after 10 s without work what it does not
   * use.
   */
  static final String JAVA_OPTIONS =
      "-Xmx512m -XX:G1PeriodicGCInterval=10000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30";

  /** The options that are for every scenario. */
  static final Set<String> COMMON =
      Set.of(
          "--seconds", "--warmup", "--gateways", "--messages", "--java-opts", "--mongo-java-opts");

  private static final int MAX_SECONDS = 3_600;

  static LoadOptions parse(List<String> arguments) {
    Set<String> names = new HashSet<>(COMMON);
    names.add("--peer");
    for (Scenario scenario : Scenario.values()) {
      names.addAll(scenario.options);
    }
    Arguments given = new Arguments(PROGRAM, arguments, Set.of(), names);
    Scenario scenario = scenario(given);
    for (String name : names) {
      boolean fits =
          scenario.options.contains(name) || COMMON.contains(name) || name.equals("--peer");
      if (!fits && given.value(name) != null) {
        throw given.usage(name + " is not for " + scenario.title());
      }
    }
    if (given.value("--rate") != null && given.value("--window") != null) {
      throw given.usage("--window and --rate exclude each other");
    }
    int members = members(scenario, given);
    return new LoadOptions(
        scenario,
        contender(given),
        users(scenario, given, members),
        members,
        scenario == Scenario.GROUPS ? (int) given.number("--senders", 1, 1, members) : members,
        (int) given.number("--seconds", 60, 1, MAX_SECONDS),
        (int) given.number("--warmup", 120, 0, MAX_SECONDS),
        (int) given.number("--window", 1, 1, 64),
        (int) given.number("--rate", 0, 1, 1_000_000),
        (int) given.number("--gateways", 2, 1, 32),
        (int) given.number("--messages", 1, 1, 32),
        Words.of(given.value("--java-opts"), JAVA_OPTIONS),
        Words.of(given.value("--mongo-java-opts"), "-Xmx3g"));
  }

  /** What is run, in a few words. */
  String title() {
    return switch (scenario) {
      case DIRECT -> "%d direct conversations, %s".formatted(users / 2, pace());
      case GROUPS ->
          "%d groups of %d, %d of them senders, %s"
              .formatted(users / members, members, senders, pace());
      case CONNECTS -> "%,d users connect".formatted(users);
    };
  }

  String describe() {
    return "%d users, %s; %s".formatted(users, title(), contender.describe(this));
  }

  /** Whether the conversations are groups. */
  boolean isOfGroups() {
    return scenario == Scenario.GROUPS;
  }

  private String pace() {
    return rate > 0 ? rate + " sends/s at fixed times" : "closed loop, window " + window;
  }

  private static Scenario scenario(Arguments given) {
    String what = given.rest(1, "What to run (direct, groups or connects)").get(0);
    for (Scenario scenario : Scenario.values()) {
      if (scenario.title().equals(what)) {
        return scenario;
      }
    }
    throw given.usage(
        "Only direct, groups, connects, compare, connector, presence, limits and models can be"
            + " run");
  }

  private static Contender contender(Arguments given) {
    String peer = given.value("--peer");
    if (peer != null && !peer.equals("socketio")) {
      throw given.usage("--peer takes socketio, not \"" + peer + "\"");
    }
    return peer == null ? Contender.PARLEY : Contender.SOCKETIO;
  }

  private static int members(Scenario scenario, Arguments given) {
    return switch (scenario) {
      case DIRECT -> 2;
      case GROUPS -> (int) given.number("--members", 50, 2, 100);
      case CONNECTS -> 1;
    };
  }

  private static int users(Scenario scenario, Arguments given, int members) {
    int users =
        switch (scenario) {
          case DIRECT -> (int) given.number("--users", 500, 2, 40_000);
          case GROUPS -> members * (int) given.number("--groups", 20, 1, 1_000);
          case CONNECTS -> (int) given.number("--users", 5_000, 200, 15_000);
        };
    if (users % members != 0) {
      throw given.usage("--users takes an even number, not " + users);
    }
    return users;
  }
}
