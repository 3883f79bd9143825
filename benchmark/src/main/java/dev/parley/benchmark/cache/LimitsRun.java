package dev.parley.benchmark.cache;

import dev.parley.benchmark.SuiteRun;
import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.local.SuiteBuilder;
import java.time.Duration;
import java.util.List;

/** Rate limits measured, over a suite of Redis and cache-service. */
public final class LimitsRun {

  /** The argument that asks for it. */
  public static final String NAME = "limits";

  public static final String HELP = LimitsOptions.HELP;

  /** One that hardly ever refuses: 1,000 a second for each subject. */
  static final Policy POLICY = new Policy("api", 60_000, Duration.ofMinutes(1), Counting.ALL);

  private LimitsRun() {}

  /** Prints a table in Markdown; exit code 0. */
  public static int run(List<String> arguments) {
    LimitsOptions options = LimitsOptions.parse(arguments);
    List<LimitsRow> rows =
        SuiteRun.of(
            suite(options),
            "a Redis and cache-service",
            suite -> Decisions.measure(options, suite),
            measured -> true);
    System.out.print(new LimitsTable(arguments, options, rows));
    return 0;
  }

  private static SuiteBuilder suite(LimitsOptions options) {
    return SuiteRun.onRedis()
        .presence(0)
        .cache(1)
        .javaOptions(options.javaOptions())
        .environment("PARLEY_LIMITS_POLICIES_API_QUOTA", Long.toString(POLICY.quota()))
        .environment("PARLEY_LIMITS_POLICIES_API_WINDOW", POLICY.window().toString());
  }
}
