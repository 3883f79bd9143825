package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path directory;

  @Test
  void reason_ofAStackTrace_isTheInnermostCause() throws Exception {
    assertEquals(
        "Caused by: b: the reason",
        reason(
            "ERROR failed\nx: outer\n\tat a\nCaused by: a\n\tat b\nCaused by: b: the reason\n\tat c\n"));
  }

  @Test
  void reason_ofAnError_isItsLine() throws Exception {
    assertEquals(
        "12:00 ERROR no port", reason("12:00 INFO a\n12:00 ERROR no port\n12:01 INFO b\n"));
  }

  @Test
  void reason_ofAnythingElse_isTheLastLine() throws Exception {
    assertEquals("two", reason("one\ntwo\n\n"));
    assertEquals("", reason(""));
    assertEquals("", LogFile.reason(directory.resolve("missing")));
  }

  @Test
  void reason_ofAHugeLog_isReadFromItsEnd() throws Exception {
    assertEquals("the end", reason("x".repeat(100).concat("\n").repeat(5_000) + "the end\n"));
    assertEquals("y".repeat(500) + "...", reason("y".repeat(10_000)));
  }

  private String reason(String text) throws Exception {
    Path log = Files.writeString(directory.resolve("log"), text);
    return LogFile.reason(log);
  }
}
