package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Lines;
import java.util.List;

/** What was measured of rate limits, as a table in Markdown. */
record LimitsTable(List<String> arguments, LimitsOptions options, List<LimitsRow> rows) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %,d subjects, one policy%n%n"
            .formatted(Lines.origin(LimitsRun.NAME, arguments), options.subjects()));
    text.append(
        "| who decides | subjects a call | calls at once | decisions/s | calls/s | ms a call, p50 / p95 / p99 | CPU-us per decision, redis | cache-service | load generator |%n"
            .formatted());
    text.append("|---|---|---|---|---|---|---|---|---|%n".formatted());
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(LimitsRow row) {
    return "| %s | %d | %d | %,.0f | %,.0f | %s | %.1f | %.1f | %.1f |%n"
        .formatted(
            row.who(),
            row.subjects(),
            row.atOnce(),
            row.decisionsPerSecond(),
            row.calls().perSecond(),
            row.calls().percentiles(),
            row.micros("redis"),
            row.micros("cache-1"),
            row.micros(CpuTimes.GENERATOR));
  }
}
