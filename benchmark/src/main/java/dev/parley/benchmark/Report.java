package dev.parley.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a load of messages came to.
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
    Standing end)
    implements Outcome {

  @Override
  public boolean isGood() {
    return seconds >= options.seconds() && end.isRight(options.members());
  }

  @Override
  public String verdict() {
    if (isGood()) {
      return "kept";
    }
    return end.isRight(options.members())
        ? "kept, but it ended early"
        : end.broken(options.members());
  }

  @Override
  public List<Figure> figures() {
    boolean groups = options.isOfGroups();
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("acknowledged/s", "%,.0f", acknowledged() / seconds));
    if (groups) {
      figures.add(new Figure("deliveries/s", "%,.0f", delivered() / seconds));
    }
    for (int percentile : List.of(50, 95, 99)) {
      figures.add(latency("ack", acknowledgement, percentile));
    }
    for (int percentile : List.of(50, 95, 99)) {
      figures.add(latency("delivery", delivery, percentile));
    }
    long count = groups ? delivered() : acknowledged();
    String unit = groups ? "1,000 deliveries" : "1,000 messages";
    double all = Lines.secondsPerThousand(cpu.suite(), count);
    double servers = Lines.secondsPerThousand(cpu.servers(), count);
    figures.add(new Figure("CPU-s per " + unit + ", with the stores", "%.3f", all));
    figures.add(new Figure("CPU-s per " + unit + ", without", "%.3f", servers));
    return figures;
  }

  @Override
  public String text() {
    Lines lines =
        Lines.head(arguments, options)
            .line("measured", "%.1f s after %d s of warm-up".formatted(seconds, options.warmup()))
            .line("acknowledged", "%,.0f/s".formatted(acknowledged() / seconds))
            .line("deliveries", "%,.0f/s".formatted(delivered() / seconds))
            .line("ack latency", Lines.latency(acknowledgement))
            .line("delivery latency", Lines.latency(delivery))
            .cpu("CPU-seconds per 1,000 acknowledged", cpu, acknowledged());
    if (options.isOfGroups()) {
      lines.line("  per 1,000 delivered", Lines.perThousand(cpu.suite(), delivered()));
      lines.line("  without the stores", Lines.perThousand(cpu.servers(), delivered()));
      if (options.contender() == Contender.PARLEY) {
        lines.line("  gateways, the same", Lines.perThousand(cpu.gateways(), delivered()));
      }
    }
    return lines
        .line("whole run", end.invariants())
        .line("invariants", isGood() ? "kept" : "BROKEN: " + verdict() + problem())
        .toString();
  }

  private String problem() {
    return end.firstProblem() == null ? "" : "; first " + end.firstProblem();
  }

  private long acknowledged() {
    return after.acknowledged() - before.acknowledged();
  }

  private long delivered() {
    return after.delivered() - before.delivered();
  }

  private static Figure latency(String what, Histogram micros, int percentile) {
    String name = "%s p%d ms".formatted(what, percentile);
    return new Figure(name, "%.1f", Lines.millis(micros, percentile));
  }
}
