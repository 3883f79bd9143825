package dev.parley.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** What a process wrote. */
final class LogFile {

  private static final int TAIL_BYTES = 64 * 1024;
  private static final int MAX_LINE = 500;

  private LogFile() {}

  /**
   * The line near the end that most likely says why: the innermost cause of the last stack trace,
   * else the last error, else the last line; empty when there is none.
   */
  static String reason(Path log) {
    List<String> lines = tail(log).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String line = last(lines, l -> l.startsWith("Caused by:"));
    line = line.isEmpty() ? last(lines, l -> l.contains("ERROR") || l.contains("Fatal")) : line;
    line = line.isEmpty() ? last(lines, l -> true) : line;
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "...";
  }

  private static String last(List<String> lines, Predicate<String> wanted) {
    return lines.stream().filter(wanted).reduce("", (before, line) -> line);
  }

  private static String tail(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException noLog) {
      return "";
    }
  }
}
