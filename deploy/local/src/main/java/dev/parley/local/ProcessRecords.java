package dev.parley.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that says which processes a run has started, a line each: name, process number, start in
 * milliseconds. Written as each starts, so that it is whole also when the writer gets killed.
 */
final class ProcessRecords {

  private final Path file;

  ProcessRecords(Path file) {
    this.file = file;
  }

  synchronized void add(ProcessRecord process) {
    String line = process.name() + " " + process.pid() + " " + process.started() + "\n";
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that still live, in the order of their start. */
  synchronized List<ProcessRecord> alive() {
    List<ProcessRecord> alive = new ArrayList<>();
    for (String line : lines()) {
      String[] fields = line.split(" ", -1);
      // A line cut short by a full disk or a kill names no process that one could be sure of.
      if (fields.length == 3 && isNumber(fields[1]) && isNumber(fields[2])) {
        ProcessRecord process =
            new ProcessRecord(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        if (process.process().isPresent()) {
          alive.add(process);
        }
      }
    }
    return alive;
  }

  synchronized void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException nothingStarted) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,18}");
  }
}
