package dev.parley.benchmark.connector;

import java.util.List;

/** What was measured, as a table in Markdown. */
final class Table {

  private static final String HEAD =
      """
      | run | entries/s | client CPU-s per 100,000 | Redis CPU-s per 100,000 | client / Redis, % of a core | p50 / p95 / p99 / max ms | sent late ms | measured | kept |
      |---|---|---|---|---|---|---|---|---|
      """;
  private static final String NOTHING = "–";
  private static final int UNIT = 100_000;

  private Table() {}

  static String of(List<RunResult> results) {
    StringBuilder table = new StringBuilder(HEAD);
    results.forEach(result -> table.append(row(result)));
    return table.toString();
  }

  static String row(RunResult result) {
    return "| %s | %s | %s | %s | %s / %s | %s | %s | %s | %s |%n"
        .formatted(
            result.run(),
            result.entries() == 0 ? NOTHING : "%,.0f".formatted(perSecond(result)),
            perUnit(result.client(), result),
            perUnit(result.redis(), result),
            percent(result.client(), result),
            percent(result.redis(), result),
            millis(result.latency()),
            millis(result.lateness()),
            "%.1f s".formatted(result.seconds()),
            verdict(result));
  }

  private static String millis(Latencies.Percentiles percentiles) {
    return percentiles == null ? NOTHING : percentiles.millis();
  }

  private static double perSecond(RunResult result) {
    return result.entries() / result.seconds();
  }

  private static String perUnit(double cpu, RunResult result) {
    return cpu < 0 || result.entries() == 0
        ? NOTHING
        : "%.3f".formatted(cpu / result.entries() * UNIT);
  }

  private static String percent(double cpu, RunResult result) {
    return cpu < 0 || result.seconds() <= 0
        ? NOTHING
        : "%.1f".formatted(cpu / result.seconds() * 100);
  }

  private static String verdict(RunResult result) {
    if (result.problem() != null) {
      return "**BROKEN: " + result.problem() + "**";
    }
    long duplicates = result.kept().duplicates();
    return duplicates == 0 ? "all" : "all; %,d came twice".formatted(duplicates);
  }
}
