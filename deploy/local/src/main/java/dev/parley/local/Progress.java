package dev.parley.local;

import java.time.Duration;

/**
 * Is told what a suite does. Called from the thread that starts or closes the suite, {@link #ended}
 * from another one.
 */
public interface Progress {

  /** Says nothing. */
  Progress SILENT = new Progress() {};

  /** A process can be used, that long after it was started. */
  default void ready(ServiceProcess process, Duration after) {}

  /** A process ended although nobody asked it to. */
  default void ended(ServiceProcess process, int exitCode) {}

  /** The suite is about to be stopped. */
  default void stopping() {}

  /** A process was stopped; {@code killed} when it did not stop by itself in time. */
  default void stopped(String process, boolean killed) {}
}
