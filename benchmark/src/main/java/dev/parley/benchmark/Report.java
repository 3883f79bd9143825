package dev.parley.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was measured, as text.
 *
 * @param arguments the command line
 * @param seconds how long was measured
 * @param before how things stood when the measuring began, and {@code after} when it ended
 * @param cpu what was used in between
 * @param end how things stood when nothing was under way any more
 */
record Report(
    List<String> arguments,
    LoadOptions options,
    double seconds,
    Standing before,
    Standing after,
    CpuTimes cpu,
    Histogram acknowledgement,
    Histogram delivery,
    Standing end) {

  /** Measured as long as was asked for, and every invariant kept. */
  boolean isGood() {
    return seconds >= options.seconds() && end.isRight(options.members());
  }

  String text() {
    long acknowledged = after.acknowledged() - before.acknowledged();
    long delivered = after.delivered() - before.delivered();
    StringBuilder text = new StringBuilder();
    line(text, "date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    line(text, "command", LoadOptions.PROGRAM + " " + String.join(" ", arguments));
    line(text, "machine", machine());
    line(text, "load", options.describe());
    line(text, "measured", "%.1f s after %d s of warm-up".formatted(seconds, options.warmup()));
    line(text, "acknowledged", "%,.0f/s".formatted(acknowledged / seconds));
    line(text, "deliveries", "%,.0f/s".formatted(delivered / seconds));
    line(text, "ack latency", latency(acknowledgement));
    line(text, "delivery latency", latency(delivery));
    text.append("CPU-seconds per 1,000 acknowledged\n");
    cpu.byProcess()
        .forEach((process, used) -> line(text, "  " + process, perThousand(used, acknowledged)));
    line(text, "  all but the load", perThousand(cpu.suite(), acknowledged));
    if (options.isOfGroups()) {
      line(text, "  per 1,000 delivered", perThousand(cpu.suite(), delivered));
      line(text, "  gateways, the same", perThousand(cpu.gateways(), delivered));
    }
    line(text, "whole run", end.invariants());
    line(text, "invariants", verdict());
    return text.toString();
  }

  private String verdict() {
    if (isGood()) {
      return "kept";
    }
    return end.isRight(options.members())
        ? "kept, but it ended early"
        : "BROKEN: " + end.firstProblem();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-20s %s%n".formatted(name, value));
  }

  private static String latency(Histogram micros) {
    return "p50 %.1f  p95 %.1f  p99 %.1f  max %.1f ms"
        .formatted(
            micros.getValueAtPercentile(50) / 1000.0,
            micros.getValueAtPercentile(95) / 1000.0,
            micros.getValueAtPercentile(99) / 1000.0,
            micros.getMaxValue() / 1000.0);
  }

  private static String perThousand(Duration used, long acknowledged) {
    return "%.3f".formatted(used.toNanos() / 1e9 / Math.max(1, acknowledged) * 1000);
  }

  private static String machine() {
    return "%d cores, JDK %s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
