package dev.parley.benchmark;

import dev.parley.benchmark.connector.Console;
import dev.parley.local.LocalRunException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Makes each run with each contender in turn, A, B, A, B, on suites of their own. */
final class Compare {

  private final CompareOptions options;
  private final List<String> arguments;

  private Compare(CompareOptions options, List<String> arguments) {
    this.options = options;
    this.arguments = arguments;
  }

  /**
   * Exit code 0: Parley kept everything, and every run was made; else 1.
   *
   * @param arguments the command line after {@code compare}
   */
  static int run(List<String> arguments) {
    return new Compare(CompareOptions.parse(arguments), arguments).run();
  }

  private int run() {
    boolean good = true;
    CompareTable table = new CompareTable();
    for (List<String> line : options.runs()) {
      CompareTable.Run run = table.begin(LoadOptions.parse(line).title());
      for (int round = 1; round <= options.rounds(); round++) {
        for (Contender contender : Contender.values()) {
          Console.say(
              "%s, round %d of %d: %s"
                  .formatted(contender.title(), round, options.rounds(), String.join(" ", line)));
          good &= made(run, contender, line);
        }
      }
    }
    System.out.printf(
        "%n%s, %s; `%s`%n%n%s",
        LocalDate.now(ZoneOffset.UTC),
        Lines.machine(),
        ("compare " + String.join(" ", arguments)).strip(),
        table);
    return good ? 0 : 1;
  }

  private static boolean made(CompareTable.Run run, Contender contender, List<String> line) {
    List<String> whole = new ArrayList<>(line);
    if (contender == Contender.SOCKETIO) {
      whole.add("--peer=socketio");
    }
    try {
      Outcome outcome = SuiteRun.of(LoadOptions.parse(whole), whole);
      System.err.println(outcome.text());
      run.add(contender, outcome);
      return outcome.isGood() || contender != Contender.PARLEY;
    } catch (LocalRunException e) {
      Console.say(e.getMessage());
      run.failed(contender, e.getMessage());
      return false;
    }
  }
}
