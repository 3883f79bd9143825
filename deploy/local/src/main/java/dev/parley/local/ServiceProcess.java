package dev.parley.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One process of a suite. It can be killed and started again with the same port, settings and log.
 *
 * <p>Methods that start or end the process are for one thread at a time; the questions may be asked
 * from any thread.
 */
public final class ServiceProcess {

  private static final long POLL_MILLIS = 50;
  private static final File NOTHING = new File("/dev/null");

  private final ProcessPlan plan;
  private final ProcessRecords records;
  private final BiConsumer<ServiceProcess, Integer> endedByItself;
  private volatile Process process;
  private volatile boolean wanted;

  ServiceProcess(
      ProcessPlan plan, ProcessRecords records, BiConsumer<ServiceProcess, Integer> endedByItself) {
    this.plan = plan;
    this.records = records;
    this.endedByItself = endedByItself;
  }

  /** Such as {@code gateway-1}, {@code message-1}, {@code redis} or {@code mongo}. */
  public String name() {
    return plan.name();
  }

  /** Where it listens, at 127.0.0.1. */
  public int port() {
    return plan.port();
  }

  /** Where a service answers {@code /q/health} and {@code /q/metrics}, at 127.0.0.1. */
  public int managementPort() {
    return plan.probePort();
  }

  /** What it wrote, over all its starts in this suite. */
  public Path logFile() {
    return plan.log();
  }

  /** Number of the running process, or of the last one that ran. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Processor time used since its start, user and system; zero once it has ended. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it without a chance to tidy up (SIGKILL); returns when it is gone. */
  public void killHard() {
    wanted = false;
    process.destroyForcibly();
    awaitEnd();
  }

  /** Freezes it (SIGSTOP): it keeps its connections and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new LocalRunException("kill -" + name + " of " + name() + " failed.");
      }
    } catch (IOException e) {
      throw new LocalRunException("The command kill is needed and cannot be run.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted while waiting for kill.");
    }
  }

  /** Ends it as an operator would: SIGTERM, after 10 s SIGKILL; returns when it is gone. */
  public void stop() {
    wanted = false;
    Stop.all(List.of(process.toHandle()), Stop.GRACE);
    awaitEnd();
  }

  /** Ends it if it still runs, and starts it again; does not wait for it to be ready. */
  public void restart() {
    if (isAlive()) {
      stop();
    }
    start();
  }

  /**
   * Returns when it can be used.
   *
   * @throws LocalRunException when it ends before, or is not ready within {@code limit}
   */
  public void awaitReady(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!becomesReady(deadline)) {
      if (!Pause.millis(POLL_MILLIS)) {
        throw new LocalRunException("Interrupted while waiting for " + name() + ".");
      }
    }
  }

  /**
   * One look: true when it can be used, false when it may yet become so.
   *
   * @param deadline in terms of {@link System#nanoTime()}
   * @throws LocalRunException when it has ended, or is late
   */
  boolean becomesReady(long deadline) {
    if (isReady()) {
      return true;
    }
    if (!isAlive()) {
      throw new LocalRunException(
          name() + " ended with exit code " + process.exitValue() + seeLog());
    }
    if (System.nanoTime() - deadline > 0) {
      throw new LocalRunException(name() + " was not ready in time" + seeLog());
    }
    return false;
  }

  /** Whether it lives and can be used. Blocks up to 2 s. */
  public boolean isReady() {
    // Alive as well: on its port may by now answer somebody else.
    return isAlive() && plan.kind().isReady(plan.probePort()) && isAlive();
  }

  void start() {
    ProcessBuilder builder = new ProcessBuilder(plan.command());
    builder.environment().putAll(plan.environment());
    builder.directory(plan.directory().toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(NOTHING);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    try {
      Files.createDirectories(plan.log().getParent());
      process = builder.start();
    } catch (IOException e) {
      throw new LocalRunException(
          "Cannot start " + name() + ": " + e.getMessage() + "; check that the file is there.", e);
    }
    records.add(ProcessRecord.of(name(), process.toHandle()));
    wanted = true;
    watch(process);
  }

  Kind kind() {
    return plan.kind();
  }

  /** Says that it is about to be ended, so that nobody is told of an unexpected end. */
  ProcessHandle toBeEnded() {
    wanted = false;
    return process.toHandle();
  }

  /** Until its exit code is known, which is a moment after it has ended. */
  void awaitEnd() {
    try {
      if (!process.waitFor(Stop.GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LocalRunException(
            name() + " cannot be ended: end the process " + pid() + " by hand.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(Process started) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                int exit = started.waitFor();
                if (wanted && started == process) {
                  endedByItself.accept(this, exit);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name() + "-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private String seeLog() {
    String reason = LogFile.reason(logFile());
    return (reason.isEmpty() ? " and wrote nothing" : "; it wrote: " + reason)
        + " (its log: "
        + logFile()
        + ").";
  }
}
