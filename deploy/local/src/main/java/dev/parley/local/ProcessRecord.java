package dev.parley.local;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started, such that it is found again and never mistaken for another one that
 * got its number later.
 *
 * @param started when, in milliseconds since the epoch; 0 when it had ended before one could ask
 */
record ProcessRecord(String name, long pid, long started) {

  /** The system derives the instant from the wall clock, which may be corrected meanwhile. */
  private static final long TOLERANCE_MILLIS = 2_000;

  static ProcessRecord of(String name, ProcessHandle process) {
    return new ProcessRecord(name, process.pid(), startOf(process));
  }

  /** The process, as long as it lives. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(this::isSame).filter(ProcessRecord::isAlive);
  }

  private boolean isSame(ProcessHandle process) {
    return Math.abs(startOf(process) - started) <= TOLERANCE_MILLIS;
  }

  /**
   * Whether it runs. One that has ended and was not collected by its parent (as in a container
   * without an init process) still has a number, and no command any more.
   */
  static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
