package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Lines;
import java.util.List;

/** What was measured of read models, as tables in Markdown. */
record ModelsTable(List<String> arguments, ModelsOptions options, ModelsResult result) {

  private static final List<String> PROCESSES =
      List.of("redis", "mongo", "message-1", "cache-1", CpuTimes.GENERATOR);

  boolean isGood() {
    return result.wrong() == 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %,d conversations of ten members, %d in each list%n%n"
            .formatted(
                Lines.origin(ModelsRun.NAME, arguments), options.conversations(), Population.LIST));
    text.append(
        "| pages from | at once | events/s | pages/s | ms p50 / p95 / p99 | CPU-us per page: %s |%n"
            .formatted(String.join(" | ", PROCESSES)));
    text.append("|---|---|---|---|---|---|---|---|---|---|%n".formatted());
    result.pages().forEach(row -> text.append(line(row)));
    if (result.applied() != null) {
      text.append(applied(result.applied()));
    }
    text.append(
        "%nafterwards %,d of %,d conversations in lists are not as the events left them%n"
            .formatted(result.wrong(), result.checked()));
    return text.toString();
  }

  private static String line(PagesRow row) {
    return "| %s | %d | %d | %,.0f | %s | %s |%n"
        .formatted(
            row.service(),
            row.atOnce(),
            row.rate(),
            row.pages().perSecond(),
            row.pages().percentiles(),
            micros(row.cpu(), row.pages().calls()));
  }

  private String applied(Applied applied) {
    return "%n| events | of an entry | applied/s | CPU-us per event: %s |%n|---|---|---|---|---|---|---|---|%n| %,d | %d | %,.0f | %s |%n"
        .formatted(
            String.join(" | ", PROCESSES),
            applied.events(),
            options.batch(),
            applied.perSecond(),
            micros(applied.cpu(), applied.events()));
  }

  private static String micros(CpuTimes cpu, long count) {
    return String.join(
        " | ", PROCESSES.stream().map(name -> "%,.0f".formatted(cpu.micros(name, count))).toList());
  }
}
