package dev.parley.benchmark;

import dev.parley.local.ServiceProcess;
import dev.parley.local.Suite;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Processor time used so far, user and system, by process.
 *
 * @param byProcess in the order of their start, the load generator last
 */
public record CpuTimes(Map<String, Duration> byProcess) {

  /** What this process is called. */
  public static final String GENERATOR = "load generator";

  /** As it is now. */
  public static CpuTimes of(Suite suite) {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (ServiceProcess process : suite.processes()) {
      times.put(process.name(), process.cpu());
    }
    times.put(GENERATOR, ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    return new CpuTimes(times);
  }

  /** What was used since then. */
  public CpuTimes since(CpuTimes before) {
    Map<String, Duration> used = new LinkedHashMap<>();
    byProcess.forEach(
        (process, time) -> used.put(process, time.minus(before.byProcess.get(process))));
    return new CpuTimes(used);
  }

  /** What a process used for each of so many, in microseconds; there may be none. */
  public double micros(String process, long count) {
    return byProcess.get(process).toNanos() / 1e3 / Math.max(1, count);
  }

  /** All together, without the load generator. */
  public Duration suite() {
    return sum(process -> !process.equals(GENERATOR));
  }

  /** What is loaded, without its stores. */
  Duration servers() {
    return sum(process -> !process.equals(GENERATOR) && isServer(process));
  }

  /** The gateways alone. */
  Duration gateways() {
    return sum(process -> process.startsWith("gateway"));
  }

  /** Whether that process is part of what is loaded, and no store. */
  static boolean isServer(String process) {
    return !process.equals("redis") && !process.equals("mongo");
  }

  private Duration sum(Predicate<String> which) {
    return byProcess.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
