package dev.parley.benchmark.cache;

import dev.parley.benchmark.SuiteRun;
import dev.parley.benchmark.connector.Console;
import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.local.LocalRunException;
import dev.parley.local.Suite;
import dev.parley.local.SuiteBuilder;
import dev.parley.local.UsageException;
import java.time.Duration;
import java.util.List;

/** Rate limits measured, over a suite of Redis and cache-service. */
public final class LimitsRun {

  /** The argument that asks for it. */
  public static final String NAME = "limits";

  /** One that hardly ever refuses: 1,000 a second for each subject. */
  static final Policy POLICY = new Policy("api", 60_000, Duration.ofMinutes(1), Counting.ALL);

  /** Nothing here needs a MongoDB, so none is started. */
  private static final String NO_MONGO = "mongodb://127.0.0.1:1";

  private LimitsRun() {}

  /** Prints a table in Markdown; exit code 0: measured; 1: it failed; 2: wrong options. */
  public static int run(List<String> arguments) {
    if (arguments.contains("--help")) {
      System.out.print(LimitsOptions.HELP);
      return 0;
    }
    try {
      LimitsOptions options = LimitsOptions.parse(arguments);
      List<LimitsRow> rows =
          SuiteRun.of(
              suite(options),
              "a Redis and cache-service",
              suite -> Decisions.measure(options, suite),
              measured -> true);
      System.out.print(new LimitsTable(arguments, options, rows));
      return 0;
    } catch (UsageException e) {
      Console.say(e.getMessage());
      return 2;
    } catch (LocalRunException e) {
      Console.say(e.getMessage());
      return 1;
    }
  }

  private static SuiteBuilder suite(LimitsOptions options) {
    return Suite.builder()
        .freePorts(true)
        .mongoUrl(NO_MONGO)
        .gateways(0)
        .messages(0)
        .presence(0)
        .cache(1)
        .javaOptions(options.javaOptions())
        .environment("PARLEY_LIMITS_POLICIES_API_QUOTA", Long.toString(POLICY.quota()))
        .environment("PARLEY_LIMITS_POLICIES_API_WINDOW", POLICY.window().toString());
  }
}
