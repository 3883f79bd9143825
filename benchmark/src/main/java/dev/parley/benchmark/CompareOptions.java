package dev.parley.benchmark;

import dev.parley.local.Arguments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be compared.
 *
 * @param rounds how often each run is made with each contender
 * @param runs command lines of runs, without the contender
 */
record CompareOptions(int rounds, List<List<String>> runs) {

  static final String HELP =
      """
      Loads Parley and the Socket.IO server of benchmark/peers/socketio in turn, each time a fresh one,
      and prints one table.

      usage: %s compare [options]

        --rounds N            how often each, 1 to 10 (default 2)
        --runs LIST           some of direct,rate,groups,connects (default all)
        --users N             direct, rate: how many, even (default 500)
        --window N            direct: sends that each user keeps under way (default 1)
        --rate N              rate: sends per second of all together (default 1000)
        --groups N, --members N, --senders N
                              groups: as in a run (default 20 of 50, 1 sender)
        --idle N              connects: how many connect (default 5000)
        --seconds N, --warmup N, --gateways N, --messages N, --java-opts OPTS, --mongo-java-opts OPTS
                              as in a run
        --help                this text

      exit code: 0 Parley kept everything, 1 it did not or something failed, 2 wrong options.
      """
          .formatted(LoadOptions.PROGRAM);

  private static final String PROGRAM = LoadOptions.PROGRAM + " compare";
  private static final List<String> RUNS = List.of("direct", "rate", "groups", "connects");
  private static final Set<String> OWN =
      Set.of(
          "--rounds",
          "--runs",
          "--users",
          "--window",
          "--rate",
          "--groups",
          "--members",
          "--senders",
          "--idle");

  static CompareOptions parse(List<String> arguments) {
    Set<String> names = new HashSet<>(OWN);
    names.addAll(LoadOptions.COMMON);
    Arguments given = new Arguments(PROGRAM, arguments, Set.of(), names);
    given.rest(0, "");
    String wanted = given.value("--runs");
    List<List<String>> runs = new ArrayList<>();
    for (String run : wanted == null ? RUNS : List.of(wanted.split(",", -1))) {
      runs.add(run(run, given));
    }
    // Now rather than after the first run: each of them may be wrong.
    runs.forEach(LoadOptions::parse);
    return new CompareOptions((int) given.number("--rounds", 2, 1, 10), List.copyOf(runs));
  }

  private static List<String> run(String run, Arguments given) {
    List<String> line = new ArrayList<>();
    switch (run) {
      case "direct" -> {
        line.add("direct");
        pass(line, given, "--users", "--window");
      }
      case "rate" -> {
        line.add("direct");
        pass(line, given, "--users");
        line.add("--rate=" + (given.value("--rate") == null ? "1000" : given.value("--rate")));
      }
      case "groups" -> {
        line.add("groups");
        pass(line, given, "--groups", "--members", "--senders");
      }
      case "connects" -> {
        line.add("connects");
        if (given.value("--idle") != null) {
          line.add("--users=" + given.value("--idle"));
        }
      }
      default -> throw given.usage("--runs takes some of " + String.join(",", RUNS));
    }
    LoadOptions.COMMON.stream().sorted().forEach(name -> pass(line, given, name));
    return List.copyOf(line);
  }

  private static void pass(List<String> line, Arguments given, String... names) {
    for (String name : names) {
      if (given.value(name) != null) {
        line.add(name + "=" + given.value(name));
      }
    }
  }
}
