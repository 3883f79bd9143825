package dev.parley.benchmark.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What it runs on, as far as the system tells. */
final class Machine {

  private static final String UNKNOWN = "?";

  private Machine() {}

  /** How many cores it has, whether or not this process may use them. */
  static int cores() {
    long told = lines("/proc/cpuinfo").stream().filter(l -> l.startsWith("processor")).count();
    return told > 0 ? (int) told : Runtime.getRuntime().availableProcessors();
  }

  static String model() {
    return value(lines("/proc/cpuinfo"), "model name");
  }

  /**
   * Cores that a process may use, such as {@code 0-1}.
   *
   * @param pid its number, or {@code self}
   */
  static String allowedCores(String pid) {
    return value(lines("/proc/" + pid + "/status"), "Cpus_allowed_list");
  }

  static String describe() {
    return "%d cores (%s), JDK %s, %s %s"
        .formatted(
            cores(),
            model(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException notThisSystem) {
      return List.of();
    }
  }
}
