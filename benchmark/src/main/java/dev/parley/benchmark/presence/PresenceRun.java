package dev.parley.benchmark.presence;

import dev.parley.benchmark.SuiteRun;
import dev.parley.local.SuiteBuilder;
import java.util.List;

/**
 * Presence measured beside the usual design, each over a Redis of its own; everything is stopped at
 * the end, also after a failure.
 */
public final class PresenceRun {

  /** The argument that asks for it. */
  public static final String NAME = "presence";

  public static final String HELP = PresenceOptions.HELP;

  /** What has just been done is over after that. */
  static final int SETTLE_MILLIS = 5_000;

  private PresenceRun() {}

  /** Prints a table in Markdown; exit code 0: all came as it should; 1: not. */
  public static int run(List<String> arguments) {
    PresenceTable table = measure(PresenceOptions.parse(arguments), arguments);
    System.out.print(table);
    return table.isGood() ? 0 : 1;
  }

  private static PresenceTable measure(PresenceOptions options, List<String> arguments) {
    UsualResult usual =
        SuiteRun.of(
            suite(options, 0),
            "a Redis for the usual design",
            suite -> UsualDesign.measure(options, suite),
            result -> true);
    ParleyResult parley =
        SuiteRun.of(
            suite(options, options.replicas()),
            "a Redis and %d of presence-service".formatted(options.replicas()),
            suite -> ParleyDesign.measure(options, suite),
            result -> result.problem() == null && result.changes().lost() == 0);
    return new PresenceTable(arguments, options, parley, usual);
  }

  private static SuiteBuilder suite(PresenceOptions options, int replicas) {
    return SuiteRun.onRedis()
        .presence(replicas)
        .javaOptions(options.javaOptions())
        .environment("PARLEY_GRACE", "PT0S")
        .environment("PARLEY_COALESCE", "PT0S");
  }
}
