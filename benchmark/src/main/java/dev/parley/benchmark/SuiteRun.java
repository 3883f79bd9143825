package dev.parley.benchmark;

import dev.parley.benchmark.connector.Console;
import dev.parley.local.Suite;
import dev.parley.local.SuiteBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One run over a suite of its own, which ends with it. */
public final class SuiteRun {

  /** Where no MongoDB is. */
  private static final String NO_MONGO = "mongodb://127.0.0.1:1";

  private SuiteRun() {}

  /**
   * Starts, loads and stops; takes as long as the options say.
   *
   * @param arguments the command line, for the report
   * @throws dev.parley.local.LocalRunException when it cannot be run
   */
  static Outcome of(LoadOptions options, List<String> arguments) {
    return of(
        builder(options),
        options.contender().describe(options),
        suite ->
            options.scenario() == LoadOptions.Scenario.CONNECTS
                ? ConnectsRun.measure(options, arguments, suite)
                : LoadRun.measure(options, arguments, suite),
        Outcome::isGood);
  }

  /**
   * The same for anything that is measured over a suite. Its state directory is made here, and kept
   * unless all went well.
   *
   * @param what is started, for people
   * @param isGood whether what came out is as it should be
   */
  public static <T> T of(
      SuiteBuilder builder, String what, Function<Suite, T> measure, Predicate<T> isGood) {
    try {
      Path state = Files.createTempDirectory("parley-load-");
      Console.say("logs, kept unless all goes well: " + state.resolve("logs"));
      Console.say("starting " + what);
      T outcome;
      try (Suite suite = builder.stateDir(state).start()) {
        outcome = measure.apply(suite);
      }
      if (isGood.test(outcome)) {
        delete(state);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A suite of services that need a Redis only, so no MongoDB is started. */
  public static SuiteBuilder onRedis() {
    return Suite.builder().freePorts(true).mongoUrl(NO_MONGO).gateways(0).messages(0);
  }

  private static SuiteBuilder builder(LoadOptions options) {
    SuiteBuilder builder =
        Suite.builder()
            .freePorts(true)
            .redisUrl(System.getenv("REDIS_URL"))
            .mongoUrl(System.getenv("MONGODB_URL"))
            .javaOptions(options.javaOptions())
            .mongoJavaOptions(options.mongoJavaOptions());
    options.contender().addTo(builder, options);
    return builder;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
