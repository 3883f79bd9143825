package dev.parley.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What {@code up} is asked for.
 *
 * @param data null to keep nothing
 */
record UpOptions(
    int gateways,
    int messages,
    int presence,
    int cache,
    boolean detach,
    Path data,
    int portBase,
    int redisPort,
    int mongoPort,
    Duration timeout) {

  private static final int MAX_REPLICAS = 32;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_BASE = MAX_PORT - 10 * MAX_REPLICAS - Plans.TO_MANAGEMENT;
  private static final int MAX_TIMEOUT_SECONDS = 3_600;

  static UpOptions parse(List<String> arguments) {
    Arguments given =
        new Arguments(
            "deploy/local/up",
            arguments,
            Set.of("--detach"),
            Set.of(
                "--gateways",
                "--messages",
                "--presence",
                "--cache",
                "--data",
                "--port-base",
                "--redis-port",
                "--mongo-port",
                "--timeout"));
    given.rest(0, "nothing");
    String data = given.value("--data");
    if (data != null && data.isBlank()) {
      throw given.usage("--data takes a directory");
    }
    return new UpOptions(
        (int) given.number("--gateways", 2, 1, MAX_REPLICAS),
        (int) given.number("--messages", 1, 1, MAX_REPLICAS),
        (int) given.number("--presence", 1, 0, MAX_REPLICAS),
        (int) given.number("--cache", 1, 0, MAX_REPLICAS),
        given.has("--detach"),
        data == null ? null : Path.of(data).toAbsolutePath(),
        port(given, "--port-base", SuiteBuilder.DEFAULT_PORT_BASE, MAX_PORT_BASE),
        port(given, "--redis-port", SuiteBuilder.DEFAULT_REDIS_PORT, MAX_PORT),
        port(given, "--mongo-port", SuiteBuilder.DEFAULT_MONGO_PORT, MAX_PORT),
        Duration.ofSeconds(
            given.number(
                "--timeout",
                SuiteBuilder.DEFAULT_READY_WITHIN.toSeconds(),
                1,
                MAX_TIMEOUT_SECONDS)));
  }

  private static int port(Arguments given, String name, int otherwise, int max) {
    return (int) given.number(name, otherwise, 1, max);
  }
}
