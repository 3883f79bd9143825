package dev.parley.benchmark.cache;

import dev.parley.benchmark.SuiteRun;
import dev.parley.local.Suite;
import dev.parley.local.SuiteBuilder;
import java.util.List;

/** Read models measured, over a suite with message-service and cache-service. */
public final class ModelsRun {

  /** The argument that asks for it. */
  public static final String NAME = "models";

  public static final String HELP = ModelsOptions.HELP;

  private ModelsRun() {}

  /** Prints tables in Markdown; exit code 0: all came as it should; 1: not. */
  public static int run(List<String> arguments) {
    ModelsOptions options = ModelsOptions.parse(arguments);
    ModelsResult result =
        SuiteRun.of(
            suite(options),
            "message-service, cache-service and their stores",
            suite -> Models.measure(options, suite),
            measured -> measured.wrong() == 0);
    ModelsTable table = new ModelsTable(arguments, options, result);
    System.out.print(table);
    return table.isGood() ? 0 : 1;
  }

  private static SuiteBuilder suite(ModelsOptions options) {
    return Suite.builder()
        .freePorts(true)
        .gateways(0)
        .messages(1)
        .presence(0)
        .cache(1)
        .javaOptions(options.javaOptions());
  }
}
