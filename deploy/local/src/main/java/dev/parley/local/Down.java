package dev.parley.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** {@code deploy/local/down}: ends exactly the processes that {@code up} has started. */
final class Down {

  /** The program that watches over a suite needs up to 15 s for each kind of process. */
  private static final Duration ORDERLY = Duration.ofSeconds(70);

  private final ProcessRecords records;
  private final PrintStream out;

  Down(Path root, PrintStream out) {
    this.records = new ProcessRecords(root.resolve(Suite.STATE_DIR).resolve(Suite.RECORDS));
    this.out = out;
  }

  void run(List<String> arguments) {
    new Arguments("deploy/local/down", arguments, Set.of(), Set.of()).rest(0, "nothing");
    List<ProcessRecord> running = records.alive();
    if (running.isEmpty()) {
      out.println("Nothing of Parley runs here.");
      return;
    }
    stopWatcher(running);
    // In the opposite order of their start, those of one kind together.
    List<ProcessRecord> left = new ArrayList<>(running);
    Collections.reverse(left);
    while (!left.isEmpty()) {
      String kind = kind(left.get(0));
      List<ProcessRecord> group = left.stream().filter(p -> kind(p).equals(kind)).toList();
      left.removeAll(group);
      stop(group);
    }
    records.clear();
  }

  /** It stops all the others itself; what it does not get done remains for us. */
  private static void stopWatcher(List<ProcessRecord> running) {
    for (ProcessRecord process : running) {
      if (process.name().equals(Up.NAME)) {
        process.process().ifPresent(ProcessHandle::destroy);
        process.process().ifPresent(handle -> Stop.awaitEnd(List.of(handle), ORDERLY));
      }
    }
  }

  private void stop(List<ProcessRecord> group) {
    List<ProcessHandle> handles = group.stream().flatMap(p -> p.process().stream()).toList();
    Set<ProcessHandle> killed = Stop.all(handles, Stop.GRACE);
    for (ProcessRecord process : group) {
      boolean hard = killed.stream().anyMatch(handle -> handle.pid() == process.pid());
      out.printf("  %-11s %s%n", process.name(), hard ? "killed" : "stopped");
    }
  }

  private static String kind(ProcessRecord process) {
    return process.name().replaceAll("-[0-9]+$", "");
  }
}
