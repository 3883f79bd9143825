package dev.parley.benchmark;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What connecting came to.
 *
 * @param connects how many were measured
 * @param seconds how long these took, without the pauses between the rounds
 * @param cpu what they took, the end of each connection included
 * @param idle how many connections the memory is about
 * @param memory what came with these
 * @param problem why one was disconnected that should have stayed; null when none was
 */
record ConnectsReport(
    List<String> arguments,
    LoadOptions options,
    long connects,
    double seconds,
    Histogram latency,
    CpuTimes cpu,
    int idle,
    Memory memory,
    String problem)
    implements Outcome {

  @Override
  public boolean isGood() {
    return problem == null;
  }

  @Override
  public String verdict() {
    return isGood() ? "kept" : "disconnected: " + problem;
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        new Figure("connects/s", "%,.0f", connects / seconds),
        new Figure("connect p50 ms", "%.1f", Lines.millis(latency, 50)),
        new Figure("connect p95 ms", "%.1f", Lines.millis(latency, 95)),
        new Figure("connect p99 ms", "%.1f", Lines.millis(latency, 99)),
        new Figure(
            "CPU-ms per connection, with the stores",
            "%.2f",
            Lines.secondsPerThousand(cpu.suite(), connects)),
        new Figure(
            "CPU-ms per connection, without",
            "%.2f",
            Lines.secondsPerThousand(cpu.servers(), connects)),
        new Figure("KiB per idle connection", "%.1f", kibibytes(memory.servers())));
  }

  @Override
  public String text() {
    Lines lines =
        Lines.head(arguments, options)
            .line("measured", "%,d connects in %.1f s".formatted(connects, seconds))
            .line("connects", "%,.0f/s".formatted(connects / seconds))
            .line("connect latency", Lines.latency(latency))
            .cpu("CPU-ms per connection, its end included", cpu, connects)
            .line("memory", "KiB per idle connection, of " + idle);
    memory
        .byProcess()
        .forEach((name, more) -> lines.line("  " + name, "%.1f".formatted(kibibytes(more))));
    return lines
        .line("  without the stores", "%.1f".formatted(kibibytes(memory.servers())))
        .line("connections", verdict())
        .toString();
  }

  private double kibibytes(long more) {
    return (double) more / idle;
  }
}
