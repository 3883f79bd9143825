package dev.parley.benchmark;

import dev.parley.benchmark.cache.LimitsRun;
import dev.parley.benchmark.cache.ModelsRun;
import dev.parley.benchmark.connector.ConnectorRun;
import dev.parley.benchmark.connector.Console;
import dev.parley.benchmark.presence.PresenceRun;
import dev.parley.local.LocalRunException;
import dev.parley.local.UsageException;
import java.util.List;
import java.util.Locale;

/**
 * The load generator: starts what it loads, checks every invariant, prints what it measured and
 * stops everything, also when it fails or is interrupted.
 */
public final class Main {

  private Main() {}

  /** Exit code 0: all invariants kept; 1: not, or it failed; 2: wrong command line. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(List.of(args)));
  }

  static int run(List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    if (first.equals("connector")) {
      return ConnectorRun.run(rest);
    }
    if (first.equals(PresenceRun.NAME)) {
      return PresenceRun.run(rest);
    }
    if (first.equals(LimitsRun.NAME)) {
      return LimitsRun.run(rest);
    }
    if (first.equals(ModelsRun.NAME)) {
      return ModelsRun.run(rest);
    }
    boolean compare = first.equals("compare");
    if (arguments.contains("--help")) {
      System.out.print(compare ? CompareOptions.HELP : LoadOptions.HELP);
      return 0;
    }
    try {
      if (first.equals(BareWrites.NAME)) {
        System.out.print(BareWrites.measure());
        return 0;
      }
      return compare ? new Compare(CompareOptions.parse(rest), rest).run() : load(arguments);
    } catch (UsageException e) {
      Console.say(e.getMessage());
      return 2;
    } catch (LocalRunException e) {
      Console.say(e.getMessage());
      return 1;
    }
  }

  private static int load(List<String> arguments) {
    Outcome outcome = SuiteRun.of(LoadOptions.parse(arguments), arguments);
    System.out.print(outcome.text());
    return outcome.isGood() ? 0 : 1;
  }
}
