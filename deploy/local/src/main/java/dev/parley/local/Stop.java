package dev.parley.local;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ending processes: asked first (SIGTERM), killed (SIGKILL) when that does not help. */
final class Stop {

  /** How long a process has for an orderly stop, unless said otherwise. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;

  private Stop() {}

  /** Ends all of them side by side; returns those that had to be killed. */
  static Set<ProcessHandle> all(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    awaitEnd(processes, grace);
    Set<ProcessHandle> stubborn =
        processes.stream().filter(ProcessRecord::isAlive).collect(Collectors.toSet());
    stubborn.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(List.copyOf(stubborn), AFTER_KILL);
    return stubborn;
  }

  /** Whether all have ended within the limit. */
  static boolean awaitEnd(List<ProcessHandle> processes, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (processes.stream().anyMatch(ProcessRecord::isAlive)) {
      if (System.nanoTime() - deadline > 0 || !Pause.millis(POLL_MILLIS)) {
        return false;
      }
    }
    return true;
  }
}
