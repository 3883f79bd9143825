package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordsTest {

  @TempDir Path directory;
  private Path file;
  private ProcessRecords records;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("state/processes");
    records = new ProcessRecords(file);
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void records_ofALivingProcess_findIt() {
    records.add(ProcessRecord.of("sleeper", process.toHandle()));
    List<ProcessRecord> alive = new ProcessRecords(file).alive();
    assertEquals(1, alive.size());
    assertEquals("sleeper", alive.get(0).name());
    assertEquals(process.toHandle(), alive.get(0).process().orElseThrow());
  }

  @Test
  void records_ofAnEndedProcess_findNothing() throws Exception {
    records.add(ProcessRecord.of("sleeper", process.toHandle()));
    process.destroyForcibly().waitFor();
    assertEquals(List.of(), records.alive());
  }

  @Test
  void records_processNumberUsedAgain_doNotTakeItForTheirs() {
    ProcessRecord now = ProcessRecord.of("sleeper", process.toHandle());
    records.add(new ProcessRecord("sleeper", now.pid(), now.started() - 60_000));
    records.add(new ProcessRecord("sleeper", now.pid(), now.started() + 60_000));
    records.add(new ProcessRecord("sleeper", now.pid(), 0));
    assertEquals(List.of(), records.alive());
    assertTrue(process.isAlive());
  }

  @Test
  void records_lineCutShort_passOverIt() throws Exception {
    ProcessRecord now = ProcessRecord.of("sleeper", process.toHandle());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "gateway-1 " + now.pid() + "\ngarbage\n" + "x " + now.pid() + " x\n");
    records.add(now);
    assertEquals(List.of(now), records.alive());
  }

  @Test
  void records_cleared_areEmpty() {
    records.add(ProcessRecord.of("sleeper", process.toHandle()));
    records.clear();
    records.clear();
    assertEquals(List.of(), records.alive());
  }
}
