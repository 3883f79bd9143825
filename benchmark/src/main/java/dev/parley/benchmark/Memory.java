package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import dev.parley.local.ServiceProcess;
import dev.parley.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory in use (resident set) by process, in KiB.
 *
 * @param byProcess in the order of their start
 */
record Memory(Map<String, Long> byProcess) {

  private static final String RESIDENT = "VmRSS:";

  /**
   * As it is now.
   *
   * @throws LocalRunException when a process has ended, and on a system without {@code /proc}
   */
  static Memory of(Suite suite) {
    Map<String, Long> memory = new LinkedHashMap<>();
    for (ServiceProcess process : suite.processes()) {
      memory.put(process.name(), resident(process.pid()));
    }
    return new Memory(memory);
  }

  /** What has come to each since then; negative when it is less. */
  Memory since(Memory before) {
    Map<String, Long> more = new LinkedHashMap<>();
    byProcess.forEach(
        (process, memory) -> more.put(process, memory - before.byProcess.get(process)));
    return new Memory(more);
  }

  /** What is loaded, without its stores. */
  long servers() {
    return byProcess.entrySet().stream()
        .filter(entry -> CpuTimes.isServer(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long resident(long pid) {
    try {
      return resident(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    } catch (IOException e) {
      throw new LocalRunException(
          "Memory is read from /proc, where there is no process %d: it has ended, or this is no Linux."
              .formatted(pid),
          e);
    }
  }

  /** From the lines of {@code /proc/PID/status}. */
  static long resident(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(RESIDENT))
        .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
