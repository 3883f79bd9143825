package dev.parley.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What a run tells, line by line: a name and a value. */
public final class Lines {

  private final StringBuilder text = new StringBuilder();

  /** Begins with what was run, when and on what. */
  static Lines head(List<String> arguments, LoadOptions options) {
    return new Lines()
        .line("date", now().toString())
        .line("command", LoadOptions.PROGRAM + " " + String.join(" ", arguments))
        .line("machine", machine())
        .line("load", options.describe());
  }

  Lines line(String name, String value) {
    text.append("%-24s %s%n".formatted(name, value));
    return this;
  }

  /** A line for each process. */
  Lines cpu(String title, CpuTimes cpu, long per) {
    text.append(title).append(System.lineSeparator());
    cpu.byProcess().forEach((process, used) -> line("  " + process, perThousand(used, per)));
    return line("  all but the load", perThousand(cpu.suite(), per));
  }

  static String latency(Histogram micros) {
    return "p50 %.1f  p95 %.1f  p99 %.1f  max %.1f ms"
        .formatted(millis(micros, 50), millis(micros, 95), millis(micros, 99), millis(micros, 100));
  }

  /** {@code p50 / p95 / p99} of latencies in microseconds, in milliseconds. */
  public static String percentiles(Histogram micros) {
    return "%.1f / %.1f / %.1f"
        .formatted(millis(micros, 50), millis(micros, 95), millis(micros, 99));
  }

  /** A percentile of latencies in microseconds, in milliseconds. */
  static double millis(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Seconds used for each thousand of that. */
  static double secondsPerThousand(Duration used, long count) {
    return used.toNanos() / 1e9 / Math.max(1, count) * 1000;
  }

  static String perThousand(Duration used, long count) {
    return "%.3f".formatted(secondsPerThousand(used, count));
  }

  /** When and with what command something was measured, and on what. */
  public static String origin(String name, List<String> arguments) {
    return "%s, `%s`, %s"
        .formatted(now(), (name + " " + String.join(" ", arguments)).strip(), machine());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** What it was measured on. */
  static String machine() {
    return "%d cores, JDK %s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
