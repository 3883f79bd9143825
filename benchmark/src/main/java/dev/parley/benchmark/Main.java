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
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The load generator: starts what it loads, checks every invariant, prints what it measured and
 * stops everything, also when it fails or is interrupted.
 */
public final class Main {

  /**
   * What the program can be asked for by its first argument, beside a load run.
   *
   * @param run takes the arguments after that one; gives back the exit code
   */
  private record Command(String help, ToIntFunction<List<String>> run) {}

  private static final Map<String, Command> COMMANDS =
      Map.of(
          "connector",
          new Command(ConnectorRun.HELP, ConnectorRun::run),
          PresenceRun.NAME,
          new Command(PresenceRun.HELP, PresenceRun::run),
          LimitsRun.NAME,
          new Command(LimitsRun.HELP, LimitsRun::run),
          ModelsRun.NAME,
          new Command(ModelsRun.HELP, ModelsRun::run),
          BareWrites.NAME,
          new Command(LoadOptions.HELP, none -> BareWrites.run()),
          "compare",
          new Command(CompareOptions.HELP, Compare::run));

  private Main() {}

  /** Exit code 0: all invariants kept; 1: not, or it failed; 2: wrong command line. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(List.of(args)));
  }

  static int run(List<String> arguments) {
    Command command = COMMANDS.get(arguments.isEmpty() ? "" : arguments.get(0));
    if (arguments.contains("--help")) {
      System.out.print(command == null ? LoadOptions.HELP : command.help());
      return 0;
    }
    try {
      return command == null
          ? load(arguments)
          : command.run().applyAsInt(arguments.subList(1, arguments.size()));
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
